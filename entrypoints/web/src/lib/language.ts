/** The language of the pages: the user's choice, or the first of the browser's that there is. */

import { type FirstWords, speak } from "@/words";
import { en } from "@/words/en";
import { readStored, useStored, writeStored } from "./stored";

interface Spoken {
  name: string;
  direction: "ltr" | "rtl";
  load(): Promise<FirstWords>;
}

/** English is in the page itself. The others are loaded when they are used. */
const SPOKEN = {
  en: { name: "English", direction: "ltr", load: async () => en },
  de: { name: "Deutsch", direction: "ltr", load: async () => (await import("@/words/de")).de },
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

/** Stores a language and shows it; null leaves the choice to the browser. */
export function chooseLanguage(language: Language | null): void {
  writeStored(KEY, language);
  void showLanguage(language);
}

let asked = 0;

/**
 * Shows a language on this page as soon as its words are loaded; null leaves it to the browser.
 *
 * Never rejects: if the words cannot be loaded, the pages stay in the language that they have.
 */
export async function showLanguage(chosen: Language | null): Promise<void> {
  asked += 1;
  const own = asked;
  const locale = localeFor(chosen);
  const language = languageIn(locale) ?? "en";
  const words = await SPOKEN[language].load().catch(() => null);
  if (words === null || own !== asked) return; // another one was chosen meanwhile
  speak(words, locale);
  document.documentElement.lang = locale;
  document.documentElement.dir = SPOKEN[language].direction;
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
