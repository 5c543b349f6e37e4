import type { Words } from "@/words/all";
import { counted } from "@/words/format";

export const collections: Words["collections"] = {
  ask: (scope) => <>An {scope}</>,
  askAll: "Alle Dokumente befragen",
  onlyCollections: "Nur diese Sammlungen befragen",
  onlyDocuments: "Nur diese Dokumente befragen",
  findDocument: "Dokument nach Namen suchen",
  noOtherDocument: "Kein anderes Dokument hat dies im Namen.",
  allDocuments: "alle Dokumente",
  someDocuments: "einige Dokumente",
  documents: (count) => counted(count, { one: "Dokument", other: "Dokumente" }),
  aDeletedDocument: "ein gelöschtes Dokument",
  aDocument: "ein Dokument",
  deletedDocument: "Ein gelöschtes Dokument",
};
