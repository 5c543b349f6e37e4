/** Places in documents. */

import type { Citation, Considered, Source } from "@/api/types";

/** A span of a document's text, in code points. */
export interface Place {
  documentId: string;
  /** The version of the document; undefined for the current one. */
  version: number | undefined;
  filename: string;
  start: number;
  end: number;
  /** Whether the span holds exactly what was quoted; always true for a passage. */
  verified: boolean;
  /** Whether the document is known to have been deleted since. */
  gone: boolean;
  /** The words that remain after the document is deleted; undefined if none are stored. */
  stored: StoredWords | undefined;
}

/** Words of a document that are stored with an answer. */
export interface StoredWords {
  text: string;
  /** Where they start in the document, in code points. */
  start: number;
}

/** Returns the place of a citation, whose source may have more of the words around it. */
export function placeOfCitation(citation: Citation, source: Source | undefined): Place {
  // words that were not verified may never have been in the document
  const cited = citation.verified
    ? { text: citation.cited_text, start: citation.char_start }
    : undefined;
  return {
    ...spanOf(citation),
    verified: citation.verified,
    gone: citation.gone,
    stored: source ? { text: source.content, start: source.char_start } : cited,
  };
}

/** Returns the place of a source. */
export function placeOfSource(source: Source): Place {
  return {
    ...spanOf(source),
    verified: true,
    gone: source.gone ?? false,
    stored: { text: source.content, start: source.char_start },
  };
}

/** Returns the place of a passage that a search found. */
export function placeOfPassage(passage: Considered): Place {
  return { ...spanOf(passage), verified: true, gone: false, stored: undefined };
}

function spanOf(quoted: Citation | Source | Considered) {
  return {
    documentId: quoted.document_id,
    version: quoted.version,
    filename: quoted.filename,
    start: quoted.char_start,
    end: quoted.char_end,
  };
}
