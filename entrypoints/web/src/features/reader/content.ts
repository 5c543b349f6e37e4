/** Splits the text of a document for the way in which it is shown. */

import type { Reading } from "./mediaTypes";
import { isEnded, isIndented, layoutOf, splitParagraphs } from "./prose";
import { type Rows, rowText, splitRows } from "./rows";
import { frontMatterOf, type Segments, splitSegments } from "./segments";

const TABLE = /^\s*\|/;

/** `stored`: exactly as it is stored, line by line. */
export type Shown = Reading | "stored";

export interface Content {
  rows: Rows;
  /** What is parsed as Markdown; null if nothing is. */
  markdown: { segments: Segments; by: "markdown" | "extracted"; hasFrontMatter: boolean } | null;
}

export function contentOf(text: string, shown: Shown): Content {
  if (shown === "stored" || shown === "code") return { rows: splitRows(text), markdown: null };
  if (shown === "prose") return { rows: splitParagraphs(text), markdown: null };
  const front = shown === "markdown" ? frontMatterOf(text).length : 0;
  const segments = splitSegments(text, front);
  return { rows: segments.rows, markdown: { segments, by: shown, hasFrontMatter: front > 0 } };
}

/** Whether a row is drawn from its Markdown. */
export function isParsed({ markdown }: Content, row: number): boolean {
  return markdown !== null && !(markdown.hasFrontMatter && row === 0);
}

/** Returns the names of the styles of a row. */
export function stylesOf(content: Content, row: number, shown: Shown): string[] {
  if (shown === "stored") return [];
  if (shown === "code") return ["code"];
  if (isParsed(content, row)) {
    return TABLE.test(rowText(content.rows, row)) ? ["parsed", "wide"] : ["parsed"];
  }
  if (shown !== "prose") return ["columns", "front"];
  const text = rowText(content.rows, row);
  const layout = layoutOf(text);
  return [
    layout,
    ...(isEnded(text) ? ["ended"] : []),
    ...(layout === "joined" && isIndented(text) ? ["indented"] : []),
  ];
}
