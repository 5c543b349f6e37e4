/** Light or dark: what a visitor has chosen, or else what their system prefers. */

import { readStored, writeStored } from "@/lib/stored";

export type Theme = "light" | "dark";

const KEY = "quoth.theme";

/** Returns what was chosen, or null if the system decides. */
export function storedTheme(): Theme | null {
  const stored = readStored(KEY);
  return stored === "light" || stored === "dark" ? stored : null;
}

/** Shows a theme and remembers it; null leaves it to the system. */
export function applyTheme(theme: Theme | null): void {
  if (theme === null) delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  writeStored(KEY, theme);
}
