/** Splits the words of a node where what is marked in them begins and ends. */

import { alignedTo } from "./alignment";
import type { Extent } from "./extents";
import { covers, type Span } from "./rows";

/** Words, and where they are written. */
export interface InkPiece extends Span {
  words: string;
  isQuoted: boolean;
}

/**
 * Returns the words of a node in pieces, cut at the `cuts` and where the quotation begins and ends:
 * all of them are indices of the source.
 *
 * Outside of the quotation they are as they are shown. Inside, they are exactly as they are stored,
 * with what Markdown hides: a verified quotation is shown as it is stored.
 */
export function inkPieces(
  value: string,
  source: string,
  extent: Extent,
  quoted: Span | null,
  cuts: readonly number[],
): InkPiece[] {
  const { from, to } = extent;
  const all = quoted === null ? cuts : [...cuts, quoted.start, quoted.end];
  const inside = all.filter((cut) => cut > from && cut < to).sort((one, other) => one - other);
  const isQuoted = (piece: Span) => quoted !== null && covers(quoted, piece);
  if (inside.length === 0 && !isQuoted({ start: from, end: to })) {
    return value === "" ? [] : [{ start: from, end: to, words: value, isQuoted: false }];
  }

  const places = alignedTo(value, source, extent.start, extent.end);
  const shown = ({ start, end }: Span) =>
    value.slice(
      start === from ? 0 : indexOf(places, start),
      end === to ? undefined : indexOf(places, end),
    );
  const pieces: InkPiece[] = [];
  let start = from;
  for (const end of [...new Set(inside), to]) {
    const span = { start, end };
    const isStored = isQuoted(span);
    const words = isStored ? source.slice(start, end) : shown(span);
    if (words !== "") pieces.push({ ...span, words, isQuoted: isStored });
    start = end;
  }
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
