/** Places in documents. */

import type { Citation, Considered, Source } from "@/api/types";
import { placeWithin } from "./placeName";

/** A span of a document's text, in code points, end exclusive. */
export interface Span {
  start: number;
  end: number;
}

/** A place in a document's text. */
export interface Place extends Span {
  documentId: string;
  /** The version of the document; undefined for the current one. */
  version: number | undefined;
  filename: string;
  /** Where that is in words, such as `page 12, Liquidity`; empty if only offsets are known. */
  within: string;
  /**
   * What the span is: the exact words of a quotation, what stands in for quoted words that the
   * document does not have, or a passage of which nothing is quoted.
   */
  standing: "quotation" | "unverified" | "passage";
  /** The passage that a quotation was taken from; undefined if it is not known. */
  passage: Span | undefined;
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
    ...placeOf(citation),
    standing: citation.verified ? "quotation" : "unverified",
    passage: source && spanOf(source),
    gone: citation.gone,
    stored: source ? wordsOf(source) : cited,
  };
}

/** Returns the place of a source. */
export function placeOfSource(source: Source): Place {
  return {
    ...placeOf(source),
    standing: "passage",
    passage: spanOf(source),
    gone: source.gone ?? false,
    stored: wordsOf(source),
  };
}

/** Returns the place of a passage that a search found, with the words of a source that has it. */
export function placeOfPassage(passage: Considered, source: Source | undefined): Place {
  return {
    ...placeOf(passage),
    standing: "passage",
    passage: spanOf(passage),
    gone: source?.gone ?? false,
    stored: source && wordsOf(source),
  };
}

type Quoted = Citation | Source | Considered;

function placeOf(quoted: Quoted) {
  return {
    documentId: quoted.document_id,
    version: quoted.version,
    filename: quoted.filename,
    within: placeWithin(quoted),
    ...spanOf(quoted),
  };
}

function wordsOf({ content, char_start }: Source): StoredWords {
  return { text: content, start: char_start };
}

function spanOf(quoted: Quoted): Span {
  return { start: quoted.char_start, end: quoted.char_end };
}
