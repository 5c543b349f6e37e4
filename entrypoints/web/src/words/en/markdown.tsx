import type { ReactNode } from "react";

/** Markdown, wherever it is drawn. */
export const markdown = {
  code: "Code",
  table: "Table",
  image: (description: ReactNode) => <>[image{description && <>: {description}</>}]</>,
  done: "Done:",
  toDo: "To do:",
  openInNewTab: "Open in a new tab",
};
