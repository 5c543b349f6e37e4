/** The words of the pages in the language that is shown. */

import { en } from "./en";
import { setLocale } from "./locale";

/** What each language has to say. English is the first, and names the keys. */
export type Words = typeof en;

/**
 * The words in the language that is shown.
 *
 * Read them where they are shown and not while a module loads, when the language is not known yet.
 */
export let t: Words = en;

/** Replaces the words. `locale` decides how numbers and dates are written. */
export function speak(words: Words, locale: string): void {
  t = words;
  setLocale(locale);
}
