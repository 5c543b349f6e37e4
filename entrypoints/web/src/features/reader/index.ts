/** Documents as one reads them: their pages and their text, with a quotation marked. */

import { lazyPart } from "@/ui/lazyPart";

export { documentKey, documentQuery, isUnfinished, useDocument } from "./queries";
export type { Span } from "./rows";

/** Loaded after the first page, because most visits only ask questions. */
export const DocumentReader = lazyPart(
  async () => (await import("./DocumentReader")).DocumentReader,
);
