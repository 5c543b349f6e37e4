/** Where in a document something stands. */

import type { Citation, Considered, Source } from "@/api/types";

/** A span of a document's text, in code points. */
export interface Place {
  documentId: string;
  filename: string;
  start: number;
  end: number;
  /** Whether the span is known to hold what is shown of it: of a passage it always is. */
  verified: boolean;
  /** The words that were quoted from it, which stay when the document is deleted. */
  quotation?: string;
}

/** Returns the place that a citation or a passage stands at. */
export function placeOf(quoted: Citation | Source | Considered): Place {
  return {
    documentId: quoted.document_id,
    filename: quoted.filename,
    start: quoted.char_start,
    end: quoted.char_end,
    ...("verified" in quoted
      ? { verified: quoted.verified, quotation: quoted.cited_text }
      : { verified: true }),
  };
}
