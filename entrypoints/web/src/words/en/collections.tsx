import type { ReactNode } from "react";
import { counted } from "@/words/format";

/** What a question is asked of. */
export const collections = {
  ask: (scope: ReactNode) => <>Ask {scope}</>,
  askAll: "Ask all documents",
  onlyCollections: "Ask only these collections",
  onlyDocuments: "Ask only these documents",
  findDocument: "Find a document by name",
  noOtherDocument: "No other document has this in its name.",
  allDocuments: "all documents",
  someDocuments: "some documents",
  documents: (count: number) => counted(count, { one: "document", other: "documents" }),
  aDeletedDocument: "a deleted document",
  aDocument: "a document",
  deletedDocument: "A deleted document",
};
