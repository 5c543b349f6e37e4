/** Lines of the stored text, by which a place in it is named. */

import { toIndex } from "@quoth/client";
import { type Rows, rowAt, rowText } from "./rows";

const LINE_END = /\r\n|\r|\n/g;

/** Returns the indices at which the lines of a text start. */
export function lineStarts(text: string): Uint32Array {
  const starts = [0];
  for (const { index, 0: end } of text.matchAll(LINE_END)) {
    const next = index + end.length;
    if (next < text.length) starts.push(next);
  }
  return Uint32Array.from(starts);
}

/** Returns the number of the line, from 1, that a code point of the text is on. */
export function lineAt(starts: Uint32Array, rows: Rows, codePoint: number): number {
  const row = rowAt(rows, codePoint);
  const within = toIndex(rowText(rows, row), codePoint - (rows.codePoints[row] ?? 0));
  const unit = (rows.units[row] ?? 0) + within;
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((starts[middle] ?? 0) <= unit) low = middle;
    else high = middle - 1;
  }
  return low + 1;
}

/** Returns the row in which a line starts. */
export function rowOfLine(starts: Uint32Array, rows: Rows, line: number): number {
  const unit = starts[line - 1] ?? 0;
  let low = 0;
  let high = rows.count - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((rows.units[middle] ?? 0) <= unit) low = middle;
    else high = middle - 1;
  }
  return low;
}
