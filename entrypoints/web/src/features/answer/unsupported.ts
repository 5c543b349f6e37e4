/** Where the sentences stand that no verified quotation supports. */

import type { Block } from "./blocks";

/** A part of the text of an answer, in indices, end exclusive. */
export interface TextSpan {
  start: number;
  end: number;
}

/** Returns spans of code points, in ascending order, as spans of indices. */
export function spansIn(text: string, spans: readonly TextSpan[]): TextSpan[] {
  let index = 0;
  let passed = 0;
  const indexOf = (codePoint: number) => {
    for (; passed < codePoint && index < text.length; passed += 1) {
      index += (text.codePointAt(index) ?? 0) > 0xffff ? 2 : 1;
    }
    return index;
  };
  return spans.map(({ start, end }) => ({ start: indexOf(start), end: indexOf(end) }));
}

const NONE: readonly TextSpan[] = [];

/** Returns the spans that overlap each block. */
export function spansByBlock(
  blocks: readonly Block[],
  spans: readonly TextSpan[],
): (readonly TextSpan[])[] {
  if (spans.length === 0) return blocks.map(() => NONE);
  let first = 0;
  return blocks.map(({ start, source }) => {
    const end = start + source.length;
    while ((spans[first]?.end ?? end) <= start) first += 1;
    let last = first;
    while ((spans[last]?.start ?? end) < end) last += 1;
    return last === first ? NONE : spans.slice(first, last);
  });
}

/** Whether two lists of spans are equal. */
export function sameSpans(some: readonly TextSpan[], others: readonly TextSpan[]): boolean {
  return (
    some.length === others.length &&
    some.every(({ start, end }, index) => {
      const other = others[index];
      return other?.start === start && other.end === end;
    })
  );
}

/** A part of a text, and whether a sentence without support has it; `isEnd` if it ends there. */
export interface Piece {
  words: string;
  isUnsupported: boolean;
  isEnd: boolean;
}

/** Splits words that start at an index of the text at the borders of spans. */
export function piecesOf(words: string, at: number, spans: readonly TextSpan[]): Piece[] {
  const end = at + words.length;
  const pieces: Piece[] = [];
  let from = at;
  for (const span of spans) {
    if (span.end <= from || span.start >= end) continue;
    if (span.start > from) {
      pieces.push({
        words: words.slice(from - at, span.start - at),
        isUnsupported: false,
        isEnd: false,
      });
      from = span.start;
    }
    const to = Math.min(span.end, end);
    pieces.push({
      words: words.slice(from - at, to - at),
      isUnsupported: true,
      isEnd: to === span.end,
    });
    from = to;
  }
  if (from < end)
    pieces.push({ words: words.slice(from - at), isUnsupported: false, isEnd: false });
  return pieces;
}
