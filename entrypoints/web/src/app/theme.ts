/** The theme: the user's choice, or what their system prefers. */

import { readStored, writeStored } from "@/lib/stored";

export type Theme = "light" | "dark";

const KEY = "quoth.theme";

/** Returns the chosen theme, or null if the system decides. */
export function storedTheme(): Theme | null {
  const stored = readStored(KEY);
  return stored === "light" || stored === "dark" ? stored : null;
}

/** Applies a theme and stores it; null leaves the choice to the system. */
export function applyTheme(theme: Theme | null): void {
  if (theme === null) delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  writeStored(KEY, theme);
}
