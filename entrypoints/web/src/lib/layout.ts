/** Tells wrapped prose from text that is laid out by its lines. */

const SHORT_LINE = 40;
/** A gap between columns, but not behind a full stop; an indent, a list item or a row of a table. */
const LAYOUT = /[^.!?:\s] {2}|\S(?: {3}|\t)|\n(?:[ \t|>*+-]|\d+[.)])/;

/** Whether a paragraph is laid out by its lines and gaps, unlike wrapped prose. */
export function isLaidOut(paragraph: string): boolean {
  if (LAYOUT.test(paragraph)) return true;
  const lines = paragraph.split("\n");
  return lines.length > 1 && lines.every((line) => line.length < SHORT_LINE);
}
