/** How the text of a document is shown, by what its file is. */

/**
 * `prose`: plain text, whose hard-wrapped lines are unwrapped · `code`: lines as they are ·
 * `markdown`: written by a person, with all of its syntax · `extracted`: written by a reader of
 * files, which marks headings, lists, tables and code, and nothing inside a line.
 */
export type Reading = "prose" | "code" | "markdown" | "extracted";

const PDF = "application/pdf";
const SOURCE_CODE = "text/x-";

/** Returns how to show the text of a file of this media type; undefined if it is unknown. */
export function readingOf(mediaType: string | undefined): Reading {
  if (mediaType === undefined || mediaType === "text/plain") return "prose";
  if (mediaType === "text/markdown") return "markdown";
  return mediaType.startsWith(SOURCE_CODE) ? "code" : "extracted";
}

/** Whether the pages of a file of this media type can be shown. */
export function hasPages(mediaType: string | undefined): boolean {
  return mediaType === PDF;
}
