/**
 * Keeps Markdown away from the words of documents.
 *
 * Before an answer is parsed as Markdown, every character of a document's words that could be
 * markup is replaced by one of Unicode's noncharacters, which mean nothing and have the same
 * length; after parsing, it is put back. So offsets in the text stay valid.
 */

/** What stands in guarded text for a line break. */
export const LINE_BREAK = "\uFFFE";
const PUNCTUATION = Array.from("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~");
const REPLACED = ["\n", "\r", ...PUNCTUATION];
const REPLACEMENTS = [
  LINE_BREAK,
  "\uFFFF",
  ...PUNCTUATION.map((_, index) => String.fromCharCode(0xfdd0 + index)),
];
const toReplacement = new Map(REPLACED.map((each, index) => [each, REPLACEMENTS[index] ?? each]));
const toOriginal = new Map(REPLACEMENTS.map((each, index) => [each, REPLACED[index] ?? each]));
/** What stands in guarded text for the border of a cell, and for what makes a pipe none. */
export const PIPE = toReplacement.get("|") ?? "|";
export const ESCAPE = toReplacement.get("\\") ?? "\\";

const NONCHARACTERS = /[\uFDD0-\uFDEF\uFFFE\uFFFF]/g;
/** What could be markup inside a line. The structure of an answer is its model's own. */
export const INLINE_MARKUP = /[\\`*_~[\]<&$]/g;

/** Whether words have something that could be markup. */
export function hasMarkup(words: string): boolean {
  return words.search(INLINE_MARKUP) >= 0;
}

/** Returns a text in which no character is one that stands for another. */
export function guardable(text: string): string {
  return text.replace(NONCHARACTERS, "\uFFFD");
}

/** Returns words with what could be markup replaced. */
export function guard(words: string, markup: RegExp = INLINE_MARKUP): string {
  return words.replace(markup, (each) => toReplacement.get(each) ?? each);
}

/** Returns a guarded text, or a part of it, as it was. */
export function unguarded(text: string): string {
  return text.replace(NONCHARACTERS, (each) => toOriginal.get(each) ?? each);
}

/** Returns where a text has quoted words; their case, blanks and quotation marks may differ. */
export function placesOf(words: string, text: string): { start: number; end: number }[] {
  const pattern = folded(words)
    .split(/\s+/)
    .filter(Boolean)
    .map((word) => word.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&"))
    .join("\\s+");
  return Array.from(folded(text).matchAll(new RegExp(pattern, "g")), ({ 0: found, index }) => ({
    start: index,
    end: index + found.length,
  }));
}

/** Ignores what a quotation may change without changing words: case, and the form of its marks. */
function folded(text: string): string {
  return text
    .replace(/[“”„‟«»]/g, '"')
    .replace(/[‘’‚‛]/g, "'")
    .replace(/\p{Lu}/gu, (letter) => {
      const small = letter.toLowerCase();
      return small.length === letter.length ? small : letter;
    });
}
