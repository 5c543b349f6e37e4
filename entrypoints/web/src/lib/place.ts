/** Places in documents. */

import type { Citation, Considered, Source } from "@/api/types";

/** A span of a document's text, in code points. */
export interface Place {
  documentId: string;
  filename: string;
  start: number;
  end: number;
  /** Whether the span holds exactly what was quoted; always true for a passage. */
  verified: boolean;
  /** The quoted words, which are still known after the document is deleted. */
  quotation?: string;
}

/** Returns the place of a citation or a passage. */
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
