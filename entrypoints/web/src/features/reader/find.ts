/** Finds words in the stored text of a document, whether it is drawn or not. */

import type { Span } from "./rows";

/** What was found, in order, and the match that is shown now. */
export interface Found {
  spans: readonly Span[];
  current: Span | undefined;
}

export const NOTHING_FOUND: Found = { spans: [], current: undefined };

/** More matches than anybody steps through. */
export const MOST_MATCHES = 10_000;

/** Characters of Markdown, which may stand around the blanks between two words. */
const MARKUP = "*_~`|>#\\\\";
const BETWEEN = `[${MARKUP}]*\\s[\\s${MARKUP}-]*`;
const SYNTAX = /[\\^$.*+?()[\]{}|/]/g;
/** What a keyboard types, and what typography writes instead. */
const ALIKE: readonly [RegExp, string][] = [
  [/['‘’]/g, "['‘’]"],
  [/["“”„«»]/g, '["“”„«»]'],
  [/[-‐‑–—]/g, "[-‐‑–—]"],
];

/**
 * Returns where the words of a query stand one after another, in code points, up to a limit.
 *
 * Case does not matter, nor does the form of quotation marks and dashes. A blank stands for the
 * blanks, line ends and marks of Markdown between two words.
 */
export function findIn(text: string, query: string, limit = MOST_MATCHES): Span[] {
  const words = query.split(/\s+/).filter((word) => word !== "");
  if (words.length === 0) return [];
  const pattern = new RegExp(words.map(patternOf).join(BETWEEN), "giu");
  const found: Span[] = [];
  let unit = 0;
  let codePoint = 0;
  const codePointAt = (next: number) => {
    for (; unit < next; unit += 1) if (!isLowSurrogate(text.charCodeAt(unit))) codePoint += 1;
    return codePoint;
  };
  for (const { index, 0: match } of text.matchAll(pattern)) {
    found.push({ start: codePointAt(index), end: codePointAt(index + match.length) });
    if (found.length === limit) break;
  }
  return found;
}

/** Returns the spans of an ordered list that overlap another span. */
export function overlapping(spans: readonly Span[], { start, end }: Span): Span[] {
  let low = 0;
  let high = spans.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((spans[middle]?.end ?? 0) <= start) low = middle + 1;
    else high = middle;
  }
  const inside: Span[] = [];
  for (let span = spans[low]; span && span.start < end; span = spans[low]) {
    inside.push(span);
    low += 1;
  }
  return inside;
}

function patternOf(word: string): string {
  const escaped = word.replace(SYNTAX, "\\$&");
  return ALIKE.reduce((pattern, [typed, alike]) => pattern.replace(typed, alike), escaped);
}

function isLowSurrogate(code: number): boolean {
  return code >= 0xdc00 && code <= 0xdfff;
}
