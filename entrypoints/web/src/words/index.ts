/** The words of the pages in the language that is shown. */

import { useSyncExternalStore } from "react";
import { en } from "./en";
import { setLocale } from "./locale";

/** What each language has to say. English is the first, and names the keys. */
export type Words = typeof en;

/**
 * The words in the language that is shown.
 *
 * Read them where they are shown, and not while a module loads: the language is not known then.
 */
export let t: Words = en;

const listeners = new Set<() => void>();

/** Replaces the words. `locale` decides how numbers and dates are written. */
export function speak(words: Words, locale: string): void {
  t = words;
  setLocale(locale);
  for (const listener of listeners) listener();
}

/** Draws a component, and all that it draws, again in another language. */
export function useWords(): Words {
  return useSyncExternalStore(subscribe, () => t);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
