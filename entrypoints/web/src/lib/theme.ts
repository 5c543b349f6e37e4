/** The theme: the user's choice, or what their system prefers. */

import { readStored, useStored, writeStored } from "./stored";

export type Theme = "light" | "dark";

const KEY = "quoth.theme";

/** Returns the chosen theme, or null if the system decides. */
export function storedTheme(): Theme | null {
  return asTheme(readStored(KEY));
}

/** Returns the chosen theme, and follows it. */
export function useTheme(): Theme | null {
  return asTheme(useStored(KEY));
}

/** Stores a theme and shows it; null leaves the choice to the system. */
export function chooseTheme(theme: Theme | null): void {
  writeStored(KEY, theme);
  showTheme(theme);
}

/** Shows a theme on this page. */
export function showTheme(theme: Theme | null): void {
  if (theme === null) delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}

function asTheme(stored: string | null): Theme | null {
  return stored === "light" || stored === "dark" ? stored : null;
}
