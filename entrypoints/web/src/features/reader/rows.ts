/** Splits a document's text into rows for a virtual list, and its spans into pieces of rows. */

import { toIndex } from "@quoth/client";
import type { Span } from "@/lib/place";

export type { Span };

/**
 * Where rows start. Row `i` spans entry `i` to entry `i + 1`, line end included, so that the
 * concatenated rows equal the text. Typed arrays, because a text can have a million lines.
 */
export interface Rows {
  readonly text: string;
  readonly count: number;
  /** Starts in UTF-16 units, for slicing strings. */
  readonly units: Uint32Array;
  /** The same starts in code points, as the API counts. */
  readonly codePoints: Uint32Array;
}

/** A part of a row between two cuts. */
export interface Piece extends Span {
  text: string;
}

const LONGEST_ROW = 1_000;
const SHORTEST_CUT_ROW = 500;
const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
/** Combining characters: marks, joiners, and skin tones of emoji. */
const ATTACHED = /^(?:\p{Mark}|\u200c|\u200d|[\u{1f3fb}-\u{1f3ff}])/u;

/** Splits a text into lines, and lines that are too long for a fast layout at a blank. */
export function splitRows(text: string): Rows {
  const units: number[] = [];
  for (let unit = 0; unit < text.length; unit = endOfRow(text, unit)) units.push(unit);
  return rowsAt(text, units);
}

/** Returns the rows of a text that start at these indices. */
export function rowsAt(text: string, starts: readonly number[]): Rows {
  const units = Uint32Array.from([...starts, text.length]);
  const codePoints = new Uint32Array(units.length);
  for (let row = 1; row < units.length; row += 1) {
    const [from = 0, to = 0] = [units[row - 1], units[row]];
    codePoints[row] = (codePoints[row - 1] ?? 0) + to - from - lowSurrogates(text, from, to);
  }
  return { text, count: starts.length, units, codePoints };
}

/** Returns the text of a row, including its line end. */
export function rowText(rows: Rows, row: number): string {
  return rows.text.slice(rows.units[row], rows.units[row + 1]);
}

/** Returns the span of a row in the text. */
export function rowSpan(rows: Rows, row: number): Span {
  return { start: rows.codePoints[row] ?? 0, end: rows.codePoints[row + 1] ?? 0 };
}

/** Returns the first and last row of a span; null if the span is outside the text. */
export function rowsOf(rows: Rows, span: Span): { first: number; last: number } | null {
  const length = rows.codePoints[rows.count] ?? 0;
  const end = Math.min(span.end, length);
  // written so that NaN fails as well
  if (!(span.start >= 0 && span.start < end)) return null;
  return { first: rowAt(rows, span.start), last: rowAt(rows, end - 1) };
}

/** Returns a row in pieces, split at the `cuts` inside it (code points of the text). */
export function piecesOf(rows: Rows, row: number, cuts: readonly number[]): Piece[] {
  const { start, end } = rowSpan(rows, row);
  const text = rowText(rows, row);
  const inside = cuts.filter((cut) => cut > start && cut < end).sort((a, b) => a - b);
  const pieces: Piece[] = [];
  let from = start;
  let unit = 0;
  for (const to of [...new Set(inside), end]) {
    const next = unit + toIndex(text.slice(unit), to - from);
    pieces.push({ start: from, end: to, text: text.slice(unit, next) });
    from = to;
    unit = next;
  }
  return pieces;
}

/** Whether a span contains a piece. */
export function covers(span: Span, piece: Span): boolean {
  return span.start <= piece.start && piece.end <= span.end;
}

/** Returns the row of a code point. */
export function rowAt(rows: Rows, codePoint: number): number {
  let low = 0;
  let high = rows.count - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((rows.codePoints[middle] ?? 0) <= codePoint) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Returns where the line or part of a line ends that starts at an index, line end included. */
export function endOfRow(text: string, start: number): number {
  const limit = Math.min(start + LONGEST_ROW, text.length);
  let blank = -1;
  for (let unit = start; unit < limit; unit += 1) {
    const code = text.charCodeAt(unit);
    if (code === LINE_FEED) return unit + 1;
    if (code === CARRIAGE_RETURN)
      return text.charCodeAt(unit + 1) === LINE_FEED ? unit + 2 : unit + 1;
    if (code === 32 || code === 9) blank = unit;
  }
  if (limit === text.length) return limit;
  if (blank >= start + SHORTEST_CUT_ROW) return blank + 1;
  return betweenCharacters(text, start, limit);
}

function betweenCharacters(text: string, start: number, limit: number): number {
  for (let unit = limit; unit > start + SHORTEST_CUT_ROW; unit -= 1) {
    const joined = text.charCodeAt(unit - 1) === 0x200d;
    if (
      !joined &&
      !isLowSurrogate(text.charCodeAt(unit)) &&
      !ATTACHED.test(text.slice(unit, unit + 2))
    ) {
      return unit;
    }
  }
  return isLowSurrogate(text.charCodeAt(limit)) ? limit - 1 : limit;
}

function lowSurrogates(text: string, start: number, end: number): number {
  let count = 0;
  for (let unit = start; unit < end; unit += 1) {
    if (isLowSurrogate(text.charCodeAt(unit))) count += 1;
  }
  return count;
}

function isLowSurrogate(code: number): boolean {
  return code >= 0xdc00 && code <= 0xdfff;
}
