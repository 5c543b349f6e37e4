/** What the command palette offers without the server. */

import { paths } from "@/lib/paths";
import { chooseTheme } from "@/lib/theme";
import { t } from "@/words";

export interface Command {
  id: string;
  label: string;
  /** The address that it opens, or what it does. */
  target: string | (() => void);
}

const PAGES: readonly Command[] = [
  { id: "new", label: "New question", target: paths.newQuestion },
  { id: "documents", label: "Documents", target: paths.documents },
  { id: "settings", label: "Settings", target: paths.settings },
];

const ADMIN_PAGES: readonly Command[] = [
  { id: "usage", label: "Usage", target: paths.usage },
  { id: "access", label: "Access", target: paths.access },
];

const THEMES: readonly Command[] = [
  { id: "light", label: "Use the light theme", target: () => chooseTheme("light") },
  { id: "dark", label: "Use the dark theme", target: () => chooseTheme("dark") },
  { id: "system", label: "Use the theme of the system", target: () => chooseTheme(null) },
];

export function pagesMatching(words: string, isAdmin: boolean): Command[] {
  return matching(words, isAdmin ? [...PAGES, ...ADMIN_PAGES] : PAGES);
}

export function actionsMatching(words: string, showShortcuts: () => void): Command[] {
  const shortcuts = { id: "shortcuts", label: t.app.commands.shortcuts, target: showShortcuts };
  return matching(words, [...THEMES, shortcuts]);
}

/** Returns the commands whose label has each word, or its beginning. */
function matching(words: string, commands: readonly Command[]): Command[] {
  const wanted = words.toLowerCase().split(/\s+/);
  return commands.filter(({ label }) =>
    wanted.every((word) => ` ${label.toLowerCase()}`.includes(` ${word}`)),
  );
}
