/** Splits Markdown into segments that can be parsed and drawn one by one. */

import { endOfRow, type Rows, rowsAt } from "./rows";

export interface Segments {
  rows: Rows;
  /** What has to stand before a segment to read it: the head of a table, the start of code. */
  contexts: ReadonlyMap<number, string>;
}

/** A longer table, list or code is cut between its lines. */
const LONGEST_SEGMENT = 3_000;
const BLANK = /^[ \t]*\r?\n?$/;
const HEADING = /^ {0,3}#{1,6}(?:[ \t]|\r?\n?$)/;
const FENCE = /^[ \t]*(`{3,}|~{3,})/;
const TABLE_ROW = /^ {0,3}\|/;
const TABLE_RULE = /^ {0,3}\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*\r?\n?$/;
const FRONT_MATTER = /^---[ \t]*\r?\n[\s\S]*?\n---[ \t]*(?:\r?\n|$)/;
const LONGEST_FRONT_MATTER = 20_000;

/**
 * Splits Markdown between its blocks. Only a table or code can go on in the next segment.
 *
 * @param front The length of the front matter, which is the first segment.
 */
export function splitSegments(text: string, front = 0): Segments {
  const starts: number[] = [];
  const contexts = new Map<number, string>();
  let fence: { mark: string; line: string } | null = null;
  let head: string | null = null;
  let previous = "";
  let isAfterBlank = true;
  let start = 0;

  const begin = (unit: number, context?: string) => {
    if (context !== undefined) contexts.set(starts.length, context);
    starts.push(unit);
    start = unit;
  };

  if (front > 0) begin(0);
  for (let unit = front; unit < text.length; ) {
    const next = endOfPiece(text, unit, fence !== null);
    const line = text.slice(unit, next);
    const isTooLong = unit - start > LONGEST_SEGMENT;
    if (fence) {
      if (isTooLong) begin(unit, fence.line);
      if (line.trimStart().startsWith(fence.mark) && line.trim() === markOf(line)) fence = null;
      isAfterBlank = fence === null;
    } else {
      const isBlank = BLANK.test(line);
      const mark = FENCE.exec(line)?.[1];
      if (!TABLE_ROW.test(line)) head = null;
      else if (TABLE_RULE.test(line) && TABLE_ROW.test(previous)) head = previous + line;
      if (head !== null && isTooLong) begin(unit, head);
      else if (
        starts.length === 0 ||
        (isAfterBlank && !isBlank) ||
        HEADING.test(line) ||
        mark !== undefined ||
        (isTooLong && !isBlank)
      ) {
        begin(unit);
      }
      if (mark !== undefined) fence = { mark, line: withLineEnd(line) };
      isAfterBlank = isBlank || HEADING.test(line);
    }
    previous = line;
    unit = next;
  }
  return { rows: rowsAt(text, starts), contexts };
}

/** Returns the front matter at the start of a text, with its lines of dashes; "" without any. */
export function frontMatterOf(text: string): string {
  return FRONT_MATTER.exec(text.slice(0, LONGEST_FRONT_MATTER))?.[0] ?? "";
}

/** Returns the end of a line, or of a part of a line too long for a fast layout. */
function endOfPiece(text: string, unit: number, isWhole: boolean): number {
  const end = endOfLine(text, unit);
  if (isWhole || end - unit <= LONGEST_SEGMENT) return end;
  return TABLE_ROW.test(text.slice(unit, unit + 4)) ? end : endOfRow(text, unit);
}

function endOfLine(text: string, unit: number): number {
  const end = text.indexOf("\n", unit);
  return end === -1 ? text.length : end + 1;
}

function markOf(line: string): string {
  return /^(?:`+|~+)/.exec(line.trim())?.[0] ?? "";
}

function withLineEnd(line: string): string {
  return line.endsWith("\n") ? line : `${line}\n`;
}
