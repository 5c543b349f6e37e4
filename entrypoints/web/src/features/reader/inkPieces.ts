/** Splits the words of a node into what is quoted, what was searched for, and the rest. */

import { alignedTo } from "./alignment";
import type { Extent } from "./extents";
import { overlapping } from "./find";
import type { Span } from "./rows";

/** What is marked in a source, in its indices. */
export interface Marked {
  quoted: Span | null;
  /** What was searched for, in order. */
  found: readonly Span[];
}

export interface InkPiece {
  words: string;
  isQuoted: boolean;
  /** The match that it is a part of; null for none. */
  found: Span | null;
}

/**
 * Returns the words of a node in pieces.
 *
 * Outside of the quotation they are as they are shown. Inside, they are exactly as they are stored,
 * with what Markdown hides: a verified quotation is shown as it is stored.
 */
export function inkPieces(
  value: string,
  source: string,
  extent: Extent,
  { quoted, found }: Marked,
): InkPiece[] {
  const { from, to } = extent;
  const first = Math.min(Math.max(from, quoted?.start ?? to), to);
  const last = Math.max(Math.min(to, quoted?.end ?? to), first);
  const inside = overlapping(found, { start: from, end: to });
  if (first === last && inside.length === 0)
    return [{ words: value, isQuoted: false, found: null }];

  const places = alignedTo(value, source, extent.start, extent.end);
  const shown = (start: number, end: number) =>
    value.slice(
      start === from ? 0 : indexOf(places, start),
      end === to ? undefined : indexOf(places, end),
    );
  const stored = (start: number, end: number) => source.slice(start, end);
  const isQuoted = first < last;
  return [
    ...splitAt(inside, isQuoted ? { start: from, end: first } : { start: from, end: to }, shown),
    ...(isQuoted ? splitAt(inside, { start: first, end: last }, stored) : []).map((piece) => ({
      ...piece,
      isQuoted: true,
    })),
    ...(isQuoted ? splitAt(inside, { start: last, end: to }, shown) : []),
  ].filter(({ words }) => words !== "");
}

function splitAt(
  found: readonly Span[],
  { start, end }: Span,
  wordsIn: (start: number, end: number) => string,
): InkPiece[] {
  const pieces: InkPiece[] = [];
  let at = start;
  const add = (until: number, match: Span | null) => {
    if (until > at) pieces.push({ words: wordsIn(at, until), isQuoted: false, found: match });
    at = Math.max(at, until);
  };
  for (const match of found) {
    add(Math.min(match.start, end), null);
    add(Math.min(match.end, end), match);
  }
  add(end, null);
  return pieces;
}

/** Returns the index of the first character that is written at a place or behind it. */
function indexOf(places: Uint32Array, place: number): number {
  let low = 0;
  let high = places.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((places[middle] ?? 0) < place) low = middle + 1;
    else high = middle;
  }
  return low;
}
