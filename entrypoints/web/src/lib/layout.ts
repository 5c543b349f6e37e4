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

/** Blank lines, and the line ends beside a heading or a row of a table. */
const PARAGRAPH_ENDS = /(\r?\n[ \t]*\r?\n\s*|\n(?=[#|])|(?<=^#{1,6} .*)\n)/m;

export interface Paragraph {
  text: string;
  /** Whether it is wrapped prose, whose line ends are blanks. */
  isJoined: boolean;
}

/** Splits words of a document into paragraphs and what is between them, each character once. */
export function paragraphsOf(text: string): Paragraph[] {
  return text
    .split(PARAGRAPH_ENDS)
    .map((part, index) => ({ text: part, isJoined: index % 2 === 0 && !isLaidOut(part.trim()) }))
    .filter((paragraph) => paragraph.text !== "");
}
