/** How the text of a document is shown, by what its file is. */

/**
 * `prose`: plain text, whose hard-wrapped lines are unwrapped · `code`: lines as they are ·
 * `markdown`: written by a person, with all of its syntax · `extracted`: written by a reader of
 * files, which marks headings, lists, tables and code, and nothing inside a line.
 */
export type Reading = "prose" | "code" | "markdown" | "extracted";

const PDF = "application/pdf";

/** Returns how to show the text of a file of this media type; undefined if it is unknown. */
export function readingOf(mediaType: string | undefined): Reading {
  switch (mediaType) {
    case undefined:
    case "text/plain":
      return "prose";
    case "text/markdown":
      return "markdown";
    case "text/x-source":
      return "code";
    default:
      return "extracted";
  }
}

/** Whether the pages of a file of this media type can be shown. */
export function hasPages(mediaType: string | undefined): boolean {
  return mediaType === PDF;
}
