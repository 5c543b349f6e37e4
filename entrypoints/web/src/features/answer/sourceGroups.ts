/** The sources of an answer by document, with what is quoted from each. */

import { toIndex } from "@quoth/client";
import type { Citation, Source } from "@/api/types";
import type { SourceNumbers } from "./sourceNumbers";

/** The sources that are passages of one version of a document. */
export interface SourceGroup {
  key: string;
  sources: readonly Source[];
}

/** Returns the sources by document, in the order in which each document has its first. */
export function byDocument(sources: readonly Source[]): SourceGroup[] {
  const groups = new Map<string, Source[]>();
  for (const source of sources) {
    const key = `${source.document_id} ${source.version}`;
    const group = groups.get(key);
    if (group) group.push(source);
    else groups.set(key, [source]);
  }
  return [...groups].map(([key, group]) => ({ key, sources: group }));
}

/** Returns the sources that have a number, in its order. */
export function numbered(sources: readonly Source[], numbers: SourceNumbers): Source[] {
  return sources
    .filter(({ source_id }) => numbers.has(source_id))
    .sort((one, other) => numberIn(numbers, one) - numberIn(numbers, other));
}

function numberIn(numbers: SourceNumbers, { source_id }: Source): number {
  return numbers.get(source_id) ?? 0;
}

/** Returns the verified quotations from a source that still exists, each once, as it has them. */
export function quotedFrom(source: Source, citations: readonly Citation[]): Citation[] {
  if (source.gone) return [];
  const own = citations
    .filter((each) => each.source_id === source.source_id && each.verified)
    .sort((one, other) => one.char_start - other.char_start);
  const distinct = own.filter(
    (each, index) => own.findIndex((other) => isSame(each, other)) === index,
  );
  // the head of a table is quoted for the sake of a row below it
  const last = distinct.filter(isRow).at(-1);
  return distinct.filter((each) => each === last || !isHead(source, each));
}

function isSame(one: Citation, other: Citation): boolean {
  return one.char_start === other.char_start && one.char_end === other.char_end;
}

function isRow({ cited_text }: Citation): boolean {
  return /^\|.*\|$/.test(cited_text);
}

/** Whether a quotation is a row of a table with the line below it that only the head has. */
function isHead({ content, char_start }: Source, citation: Citation): boolean {
  const end = toIndex(content, citation.char_end - char_start);
  return isRow(citation) && /^\n\|[ :|-]+\|(\n|$)/.test(content.slice(end));
}
