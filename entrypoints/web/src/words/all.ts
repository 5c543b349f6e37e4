/** All words, for what is loaded after the first page: that page loads without the others. */

import type { en } from "./en";
import { later } from "./en/later";
import { t as first, needAllWords, onSpeak } from "./index";

/** What each language has to say. */
export type Words = typeof en & typeof later;

/** The words in the language that is shown. A language other than English brings these itself. */
export let t: Words = { ...later, ...first };

needAllWords();

onSpeak(() => {
  t = { ...later, ...first };
});
