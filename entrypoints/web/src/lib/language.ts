/** The language of the pages: the user's choice, or the first of the browser's that there is. */

import { areAllNeeded, type FirstWords, speak } from "@/words";
import { en } from "@/words/en";
import { readStored, useStored, writeStored } from "./stored";

interface Spoken {
  name: string;
  direction: "ltr" | "rtl";
  load(): Promise<FirstWords>;
  /** Loads the same, and what is shown after the first page. */
  loadAll(): Promise<FirstWords>;
}

/** English comes with the parts of the page themselves. The others are loaded when they are used. */
const SPOKEN = {
  en: { name: "English", direction: "ltr", load: async () => en, loadAll: async () => en },
  de: {
    name: "Deutsch",
    direction: "ltr",
    load: async () => (await import("@/words/de")).de,
    loadAll: async () => (await import("@/words/de/all")).all,
  },
} satisfies Record<string, Spoken>;

export type Language = keyof typeof SPOKEN;

export const LANGUAGES = Object.keys(SPOKEN) as readonly Language[];

const KEY = "quoth.language";

/** Returns the name of a language in itself. */
export function nameOf(language: Language): string {
  return SPOKEN[language].name;
}

/** Returns the chosen language, or null if the browser decides. */
export function storedLanguage(): Language | null {
  return asLanguage(readStored(KEY));
}

/** Returns the chosen language, and follows it. */
export function useLanguage(): Language | null {
  return asLanguage(useStored(KEY));
}

/** Stores a language and shows it, as `showLanguage`; null leaves the choice to the browser. */
export function chooseLanguage(language: Language | null): Promise<boolean> {
  writeStored(KEY, language);
  return showLanguage(language);
}

let wanted: string | null = null;

/**
 * Shows a language on this page as soon as its words are loaded; null leaves it to the browser.
 *
 * Never rejects: if the words cannot be loaded, it returns false, and the pages stay in the language
 * that they have.
 */
export async function showLanguage(chosen: Language | null): Promise<boolean> {
  const locale = localeFor(chosen);
  const { direction, load, loadAll } = SPOKEN[languageIn(locale) ?? "en"];
  wanted = locale;
  const words = await (areAllNeeded ? loadAll() : load()).catch(() => null);
  if (wanted !== locale) return true; // another one was chosen meanwhile
  if (words === null) return false;
  speak(words, locale);
  document.documentElement.lang = locale;
  document.documentElement.dir = direction;
  return true;
}

/**
 * Loads the words of what was loaded after the first page.
 *
 * @throws if that fails.
 */
export async function completeWords(): Promise<void> {
  if (areAllNeeded && !(await showLanguage(storedLanguage()))) throw new Error("no words");
}

/** Returns the browser's own form of a language, such as "de-AT": it decides how dates look. */
function localeFor(chosen: Language | null): string {
  const fits = (locale: string) =>
    chosen === null ? languageIn(locale) !== null : languageIn(locale) === chosen;
  return navigator.languages.find(fits) ?? chosen ?? "en";
}

function languageIn(locale: string): Language | null {
  return asLanguage(locale.split("-", 1)[0]?.toLowerCase() ?? null);
}

function asLanguage(code: string | null): Language | null {
  return LANGUAGES.find((language) => language === code) ?? null;
}
