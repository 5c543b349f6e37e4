/** Words of documents as they are shown in short. */

/** The line below the head of a table, and a row of one. */
const DELIMITERS = /^\|[ :|-]+\|$/gm;
const ROW = /^\| ?(.*?) ?\|$/gm;

/** Headings before other text: where an excerpt is shown, its place is, too. */
const FIRST_HEADINGS = /^\s*(?:#{1,6} [^\n]*\n\s*)+(?=\S)/;
const ITEM = /(^|\n)[ \t]*[-*+] +/g;

/** Returns words of a document without the marks of headings and tables. */
export function withoutMarks(content: string): string {
  return content
    .replace(/^#{1,6} /gm, "")
    .replace(DELIMITERS, "")
    .replace(ROW, (_, cells: string) => cells.replaceAll(" | ", " · "));
}

const LONGEST = 220;

/** Returns the beginning of a passage on one line, to the end of a word if more follows. */
export function excerptOf(content: string, longest = LONGEST, isCut = false): string {
  const items = content
    .replace(FIRST_HEADINGS, "")
    .replace(ITEM, (_, before: string, at: number) => (at === 0 ? "" : `${before}· `));
  const line = withoutMarks(items).replace(/\s+/g, " ").trim();
  if (line.length <= longest && !isCut) return line;
  const cut = line.slice(0, longest);
  return `${cut.slice(0, Math.max(cut.lastIndexOf(" "), cut.length / 2))}…`;
}
