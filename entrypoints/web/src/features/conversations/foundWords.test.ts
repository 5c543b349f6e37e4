import { expect, test } from "vitest";
import { foundWords } from "./foundWords";

function found(excerpt: string, words: string) {
  const start = Array.from(excerpt.slice(0, excerpt.indexOf(words))).length;
  return foundWords({ message_id: "m", excerpt, start, end: start + Array.from(words).length });
}

test.each([
  [
    "…with its text and its passages. [1] - Cached answers [2] …",
    "Cached",
    "…its passages. ",
    " answers…",
  ],
  ["Why is 🦜 **Pump 3** off?", "Pump", "Why is 🦜 ", " 3 off?"],
  ["## Pumps * `on` and *off* at 2*3 bar", "off", "Pumps on and ", " at 2*3 bar"],
  ["| Pump | bar | | --- | ---: | | A_1 | 7 |", "A_1", "· Pump · bar · ", " · 7 · "],
  ["> well-known - 1. step", "step", "well-known 1. ", ""],
  ["ابدأالمضخةالقديمةالكبيرةجدا الآن", "الآن", "…", ""],
])(
  "in %j the words are not far from the beginning, and no markup is around them",
  (excerpt, words, before, after) => {
    expect(found(excerpt, words)).toEqual({ before, words, after });
  },
);

test("an excerpt without the words is its beginning", () => {
  expect(foundWords({ message_id: "m", excerpt: "Why [1] so?", start: 0, end: 0 })).toEqual({
    before: "",
    words: "",
    after: "Why so?",
  });
});
