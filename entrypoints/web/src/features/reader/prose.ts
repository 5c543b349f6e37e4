/** Splits plain text into paragraphs, and tells wrapped prose from text that its lines lay out. */

import { isLaidOut } from "@/lib/layout";
import { endOfRow, type Rows, rowsAt } from "./rows";

/** A longer paragraph is cut at the end of a line, so that few characters are drawn out of sight. */
const LONGEST_PARAGRAPH = 2_000;
const BLANK_LINE = /^[ \t\f]*\r?\n?$/;
const INDENT = /^[ \t]+/;
const DEEP_INDENT = /^( {10,})(\S.*)$/;
/** The columns between which the middle of a typewritten page is. */
const MIDDLE = [30, 42] as const;
const COLUMNS = /\S(?: {3,}|\t)\S/;

/** Splits a text into paragraphs; the blank lines after a paragraph belong to it. */
export function splitParagraphs(text: string): Rows {
  const starts: number[] = [];
  let isAfterBlank = true;
  let start = 0;
  for (let unit = 0; unit < text.length; ) {
    const next = endOfRow(text, unit);
    const isBlank = BLANK_LINE.test(text.slice(unit, next));
    if (starts.length === 0 || (isAfterBlank && !isBlank) || unit - start > LONGEST_PARAGRAPH) {
      starts.push(unit);
      start = unit;
    }
    isAfterBlank = isBlank;
    unit = next;
  }
  return rowsAt(text, starts);
}

/** How a paragraph is drawn: its lines joined, as they are, or as they are in columns. */
export function layoutOf(paragraph: string): "joined" | "lines" | "columns" {
  const words = withoutIndent(paragraph.trimEnd());
  if (COLUMNS.test(words) || isCentred(paragraph)) return "columns";
  return isLaidOut(words) ? "lines" : "joined";
}

/** Whether a paragraph is a title that blanks put into the middle of its page. */
function isCentred(paragraph: string): boolean {
  return paragraph
    .trimEnd()
    .split("\n")
    .every((line) => {
      const [, blanks = "", words = ""] = DEEP_INDENT.exec(line.trimEnd()) ?? [];
      const middle = blanks.length + words.length / 2;
      return words !== "" && middle >= MIDDLE[0] && middle <= MIDDLE[1];
    });
}

/** Whether all lines of a paragraph are indented alike. */
export function isIndented(paragraph: string): boolean {
  const words = paragraph.trimEnd();
  return withoutIndent(words) !== words;
}

/** Returns a paragraph without the blanks that all of its lines begin with. */
function withoutIndent(paragraph: string): string {
  const indent = INDENT.exec(paragraph)?.[0] ?? "";
  const lines = paragraph.split("\n");
  if (indent === "" || !lines.every((line) => line.startsWith(indent))) return paragraph;
  return lines.map((line) => line.slice(indent.length)).join("\n");
}

/** Whether space follows a paragraph, because a blank line does or the text ends. */
export function isEnded(paragraph: string): boolean {
  return /\n[ \t\f]*\r?\n$/.test(paragraph);
}
