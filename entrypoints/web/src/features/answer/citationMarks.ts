/** Where an answer's citations are shown in it. */

import type { Nodes } from "mdast";
import { toIndex } from "@/api/codePoints";
import type { Citation } from "@/api/types";
import type { Block, Blocks } from "./blocks";

/** A place of the text that shows sources; `start` to `end` is the marker that it takes the place of. */
export interface Mark {
  start: number;
  /** As `start`, where the answer has no marker. */
  end: number;
  sourceId: number;
  /** What the sentence rests on; empty if nothing in the source was found to bear it out. */
  citations: readonly Citation[];
}

/** The places of a citation as indices of the text. */
interface Anchor {
  citation: Citation;
  /** Its sentence. */
  start: number;
  end: number;
  /** Where its marker begins; null if the server named none. */
  marker: number | null;
}

const anchors = new WeakMap<Citation, Anchor>();

/**
 * Returns the marks of an answer, in the order in which they stand.
 *
 * A marker and the citations that stand behind it are one mark. A citation without a marker stands
 * behind its sentence, or behind the code that the sentence ends in.
 */
export function marksOf({ text, blocks }: Blocks, citations: readonly Citation[]): Mark[] {
  const markers = blocks
    .flatMap(markersOf)
    .map((marker) => ({ ...marker, citations: [] as Citation[] }));
  const byStart = new Map(markers.map((marker) => [marker.start, marker]));
  const free: Anchor[] = [];
  for (const citation of citations) {
    const anchor = anchorOf(text, citation);
    const marker = anchor.marker === null ? undefined : byStart.get(anchor.marker);
    if (marker) marker.citations.push(citation);
    else free.push(anchor);
  }

  const unclaimed = markers.filter((marker) => marker.citations.length === 0);
  const marks: Mark[] = [...markers];
  for (const anchor of free) {
    const own = unclaimed.filter((marker) => isOfOlderAnswer(text, anchor, marker));
    for (const marker of own) marker.citations.push(anchor.citation);
    const at = own.length > 0 ? null : landing(blocks, anchor.end);
    if (at === null) continue;
    const { citation } = anchor;
    marks.push({ start: at, end: at, sourceId: citation.source_id, citations: [citation] });
  }
  return marks.sort((one, other) => one.start - other.start || one.end - other.end);
}

/**
 * Whether a citation without a marker belongs to a marker of its source.
 *
 * Answers that were stored before citations named their markers are read by this rule: the marker
 * is in the sentence, or behind it with only blanks between. Others show the citation behind its
 * sentence, so that none is lost.
 */
function isOfOlderAnswer(text: string, { citation, start, end }: Anchor, marker: Marker): boolean {
  return (
    citation.marker_start === null &&
    marker.sourceId === citation.source_id &&
    start <= marker.start &&
    text.slice(end, marker.start).trim() === ""
  );
}

/** Returns, for each block, those of the marks that it shows. */
export function marksByBlock(blocks: readonly Block[], marks: readonly Mark[]): Mark[][] {
  let next = 0;
  return blocks.map(({ start, source }) => {
    const first = next;
    const end = start + source.length;
    for (let mark = marks[next]; mark && isWithin(mark, end); mark = marks[next]) next += 1;
    return marks.slice(first, next);
  });
}

function isWithin(mark: Mark, end: number): boolean {
  return isMarker(mark) ? mark.start < end : mark.start <= end;
}

/** Whether a mark takes the place of a marker. */
export function isMarker(mark: Mark): boolean {
  return mark.start < mark.end;
}

/** Whether two lists of marks show the same. */
export function sameMarks(some: readonly Mark[], others: readonly Mark[]): boolean {
  return (
    some.length === others.length &&
    some.every((mark, index) => {
      const other = others[index];
      return (
        other?.start === mark.start &&
        other.end === mark.end &&
        other.sourceId === mark.sourceId &&
        other.citations.length === mark.citations.length &&
        mark.citations.every((citation, place) => other.citations[place] === citation)
      );
    })
  );
}

/** Whether a piece of text is in the source as it is shown: without escapes, entities, line starts. */
export function isVerbatim(node: Nodes, block: Block): boolean {
  const { start, end } = indicesOf(node, block);
  return (
    node.type === "text" &&
    block.source.slice(start - block.start, end - block.start) === node.value
  );
}

/** Returns where in the answer's text a node of one of its blocks stands. */
export function indicesOf(node: Nodes, { origin }: Block): { start: number; end: number } {
  const { start, end } = node.position ?? {};
  return { start: origin + (start?.offset ?? 0), end: origin + (end?.offset ?? 0) };
}

function anchorOf(text: string, citation: Citation): Anchor {
  const known = anchors.get(citation);
  if (known) return known;
  const { marker_start } = citation;
  const anchor = {
    citation,
    start: toIndex(text, citation.answer_start),
    end: toIndex(text, citation.answer_end),
    marker: marker_start === null ? null : toIndex(text, marker_start),
  };
  // an offset beyond the text that came so far has no index yet
  if (Math.max(anchor.end, anchor.marker ?? 0) < text.length) anchors.set(citation, anchor);
  return anchor;
}

type Marker = Omit<Mark, "citations">;

const markersByBlock = new WeakMap<Block, readonly Marker[]>();

function markersOf(block: Block): readonly Marker[] {
  let found = markersByBlock.get(block);
  if (!found) {
    found = leaves(block.node).flatMap((leaf) =>
      leaf.type === "marker" ? [{ ...indicesOf(leaf, block), sourceId: Number(leaf.value) }] : [],
    );
    markersByBlock.set(block, found);
  }
  return found;
}

/** Returns where a mark can be shown that belongs to an index of the text. */
function landing(blocks: readonly Block[], index: number): number | null {
  const block = blocks.findLast(({ start }) => start < index);
  if (!block) return null;
  const before = leaves(block.node).findLast((leaf) => indicesOf(leaf, block).start < index);
  if (!before) return null;
  const { end } = indicesOf(before, block);
  return isVerbatim(before, block) ? Math.min(index, end) : end;
}

/** Returns the nodes that hold words, or stand for some, in their order. */
function leaves(node: Nodes): Nodes[] {
  if ("children" in node) return node.children.flatMap(leaves);
  return [node];
}
