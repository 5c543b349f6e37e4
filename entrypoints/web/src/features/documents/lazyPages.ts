/** The pages of documents, loaded after the first page because most visits only ask questions. */

import { DocumentReader } from "@/features/reader";
import { lazyPart } from "@/ui/lazyPart";

export const DocumentsPage = lazyPart(async () => (await import("./DocumentsPage")).DocumentsPage);

export const DocumentPage = lazyPart(async () => (await import("./DocumentPage")).DocumentPage);

/** Loads them ahead of their use, so that they open even while the server is away. */
export function preloadDocumentPages(): void {
  for (const page of [DocumentReader, DocumentsPage, DocumentPage]) void page.preload();
}
