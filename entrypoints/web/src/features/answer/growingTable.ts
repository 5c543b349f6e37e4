/** How much of a growing text can be shown without drawing half a table. */

/** A row may stand in quotations and in an item of a list. */
const ROW = /^[ \t>]*(?:(?:[-*+]|\d+[.)])[ \t]+)?\|/;
const DELIMITERS = /^[ \t>]*\|?[ \t]*:?-+:?[ \t]*(\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$/;

/**
 * Returns the length of the text that is shown.
 *
 * A row that is being written is held back, and the head of a table until the line below it shows
 * that it is one.
 */
export function shownLength(text: string): number {
  const lines = rowsAtEnd(text);
  const [head, delimiters] = lines;
  if (!head) return text.length;
  if (!delimiters?.isWhole) return head.start;
  if (!DELIMITERS.test(delimiters.words)) return text.length;
  const last = lines.at(-1);
  return last && !last.isWhole ? last.start : text.length;
}

interface Line {
  start: number;
  words: string;
  /** Whether the next line has begun. */
  isWhole: boolean;
}

/** Returns the lines at the end of a text that may be rows of a table. */
function rowsAtEnd(text: string): Line[] {
  const rows: Line[] = [];
  let end = text.length;
  let isWhole = false;
  if (text.endsWith("\n")) {
    end -= 1;
    isWhole = true;
  }
  while (end >= 0) {
    const start = text.lastIndexOf("\n", end - 1) + 1;
    const words = text.slice(start, end);
    if (!ROW.test(words)) break;
    rows.unshift({ start, words, isWhole });
    end = start - 1;
    isWhole = true;
  }
  return rows;
}
