/** Collections: what a question is asked of, and what a document is in. */

import { lazyPart } from "@/ui/lazyPart";

export { askedOf, ScopeName } from "./ScopeName";
export { restoreScope, useScope } from "./scope";

/** Loaded after the first page, because most questions are asked of all documents. */
export const ScopeChoice = lazyPart(async () => (await import("./ScopeChoice")).ScopeChoice);
