/** Where the citations of an answer are shown in its text. */

import type { Nodes } from "mdast";
import { toIndex } from "@/api/codePoints";
import type { Citation } from "@/api/types";
import type { Block, Blocks } from "./blocks";

/** A position in the text that shows a source; `start` to `end` is the marker that it replaces. */
export interface Mark {
  start: number;
  /** Equal to `start` if there is no marker. */
  end: number;
  sourceId: number;
  /** The citations shown here; empty if no quotation was found in the source. */
  citations: readonly Citation[];
}

/** The offsets of a citation as indices of the text. */
interface Anchor {
  citation: Citation;
  /** The sentence that it supports. */
  start: number;
  end: number;
  /** Where its marker starts; null if it has none. */
  marker: number | null;
}

const anchors = new WeakMap<Citation, Anchor>();

/**
 * Returns the marks of an answer in text order.
 *
 * A marker and its citations are one mark. A citation without a marker is shown after its
 * sentence, or after the code in which the sentence ends.
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
    const own = unclaimed.filter((marker) => belongsByPosition(text, anchor, marker));
    for (const marker of own) marker.citations.push(anchor.citation);
    const at = own.length > 0 ? null : nearestIndex(blocks, anchor.end);
    if (at === null) continue;
    const { citation } = anchor;
    marks.push({ start: at, end: at, sourceId: citation.source_id, citations: [citation] });
  }
  return marks.sort((one, other) => one.start - other.start || one.end - other.end);
}

/**
 * Whether a citation without marker offsets belongs to a marker of its source.
 *
 * This is for answers that were stored before citations had these offsets: the marker is inside
 * the sentence, or after it with only whitespace between. If there is no such marker, the
 * citation is shown after its sentence, so that none is lost.
 */
function belongsByPosition(
  text: string,
  { citation, start, end }: Anchor,
  marker: Marker,
): boolean {
  return (
    citation.marker_start === null &&
    marker.sourceId === citation.source_id &&
    start <= marker.start &&
    text.slice(end, marker.start).trim() === ""
  );
}

/** Returns the marks of each block. */
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

/** Whether a mark replaces a marker. */
export function isMarker(mark: Mark): boolean {
  return mark.start < mark.end;
}

/** Whether two lists of marks are equal. */
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

/** Whether a text node equals its Markdown source: no escapes, no entities, no line prefixes. */
export function isVerbatim(node: Nodes, block: Block): boolean {
  const { start, end } = indicesOf(node, block);
  return (
    node.type === "text" &&
    block.source.slice(start - block.start, end - block.start) === node.value
  );
}

/** Returns the position of a block's node in the text of the answer. */
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
  // an offset beyond the current end of the text has no index yet
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

/** Returns the index nearest to `index` where a mark can be shown; null if there is none. */
function nearestIndex(blocks: readonly Block[], index: number): number | null {
  const block = blocks.findLast(({ start }) => start < index);
  if (!block) return null;
  const before = leaves(block.node).findLast((leaf) => indicesOf(leaf, block).start < index);
  if (!before) return null;
  const { end } = indicesOf(before, block);
  return isVerbatim(before, block) ? Math.min(index, end) : end;
}

/** Returns the leaf nodes in order. */
function leaves(node: Nodes): Nodes[] {
  if ("children" in node) return node.children.flatMap(leaves);
  return [node];
}
