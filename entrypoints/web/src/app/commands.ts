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

const pages = (): Command[] => [
  { id: "new", label: t.common.newQuestion, target: paths.newQuestion },
  { id: "documents", label: t.common.documents, target: paths.documents },
  { id: "settings", label: t.common.settings, target: paths.settings },
];

const adminPages = (): Command[] => [
  { id: "usage", label: t.common.usage, target: paths.usage },
  { id: "access", label: t.common.access, target: paths.access },
];

const themes = (): Command[] => [
  { id: "light", label: t.app.commands.light, target: () => chooseTheme("light") },
  { id: "dark", label: t.app.commands.dark, target: () => chooseTheme("dark") },
  { id: "system", label: t.app.commands.system, target: () => chooseTheme(null) },
];

export function pagesMatching(words: string, isAdmin: boolean): Command[] {
  return matching(words, isAdmin ? [...pages(), ...adminPages()] : pages());
}

export function actionsMatching(words: string, showShortcuts: () => void): Command[] {
  const shortcuts = { id: "shortcuts", label: t.app.commands.shortcuts, target: showShortcuts };
  return matching(words, [...themes(), shortcuts]);
}

/** Returns the commands whose label has each word, or its beginning. */
function matching(words: string, commands: readonly Command[]): Command[] {
  const wanted = words.toLowerCase().split(/\s+/);
  return commands.filter(({ label }) =>
    wanted.every((word) => ` ${label.toLowerCase()}`.includes(` ${word}`)),
  );
}
