import type { ReactNode } from "react";

/** The frame around the pages. */
export const app = {
  skip: "Skip to content",
  loading: "Loading",
  menu: "Menu",
  closeMenu: "Close menu",
  pages: "Pages",
  administration: "Administration",
  searchAndCommands: "Search and commands",
  searchWithKeys: (keys: string) => `Search and commands (${keys})`,
  find: "Find a question, a document, a page or an action",
  found: "Found",
  nothingFound: (words: string) => `Nothing found for “${words}”.`,
  groups: {
    questions: "Questions",
    documents: "Documents",
    pages: "Pages",
    actions: "Actions",
  },
  commands: {
    light: "Use the light theme",
    dark: "Use the dark theme",
    system: "Use the theme of the system",
    shortcuts: "Show keyboard shortcuts",
  },
  shortcuts: "Keyboard shortcuts",
  failed: "Something went wrong",
  failedDetails:
    "The page ran into an error. Your documents and conversations are saved on the server. Reload the page. If the error appears again, report the message below.",
  reloadPage: "Reload the page",
  pageNotFound: "Page not found",
  pageMayBeDeleted: "The address may be mistyped, or the page may have been deleted.",
  elsewhere: (link: { ask(words: string): ReactNode; documents(words: string): ReactNode }) => (
    <>
      {link.ask("Ask a question")} or {link.documents("see your documents")}.
    </>
  ),
  updated: "Quoth was updated. Reload the page to use the new version; what you typed is saved.",
};
