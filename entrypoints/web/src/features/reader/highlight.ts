/** What is marked in a document: the quoted words, and the passage around them. */

import type { Place } from "@/lib/place";
import type { Span } from "./rows";

/** A span that is brought into view, and what it is. */
export interface Highlight extends Span {
  /** The exact words of a quotation, unless it is said. */
  standing?: Place["standing"];
  /** The passage around the quoted words. */
  passage?: Span | undefined;
}

/** Returns the quoted words, which are the only ones that are painted; undefined without any. */
export function quotedIn(highlight: Highlight | undefined): Span | undefined {
  const isQuotation = highlight?.standing === undefined || highlight.standing === "quotation";
  return isQuotation ? highlight : undefined;
}

/** Returns the passage that has a rule beside it; undefined if it is not known. */
export function passageIn(highlight: Highlight | undefined): Span | undefined {
  const isQuoted = quotedIn(highlight) !== undefined;
  return highlight?.passage ?? (isQuoted ? undefined : highlight);
}
