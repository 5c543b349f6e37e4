import type { Words } from "@/words/all";

export const markdown: Words["markdown"] = {
  code: "Code",
  table: "Tabelle",
  image: (description) => <>[Bild{description && <>: {description}</>}]</>,
  done: "Erledigt:",
  toDo: "Zu erledigen:",
  openInNewTab: "In neuem Tab öffnen",
};
