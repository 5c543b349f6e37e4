/** The words of the first page, in the language that is shown. */

import { useSyncExternalStore } from "react";
import { en } from "./en";
import { setLocale } from "./locale";

/** What each language says on the first page. English comes with it, and names the keys. */
export type FirstWords = typeof en;

/**
 * The words in the language that is shown.
 *
 * Read them where they are shown, and not while a module loads: the language is not known then.
 */
export let t: FirstWords = en;

const listeners = new Set<() => void>();

/** Replaces the words. `locale` decides how numbers and dates are written. */
export function speak(words: FirstWords, locale: string): void {
  t = words;
  setLocale(locale);
  for (const listener of listeners) listener();
}

/** Whether a part of the pages is loaded that shows more than the words of the first page. */
export let areAllNeeded = false;

/** Notes that from now on a language has to bring all its words. */
export function needAllWords(): void {
  areAllNeeded = true;
}

/** Draws a component, and all that it draws, again in another language. */
export function useWords(): FirstWords {
  return useSyncExternalStore(onSpeak, () => t);
}

/** Calls back when the words are replaced, until the function that it returns is called. */
export function onSpeak(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
