/** Where the citations of an answer are shown in its text. */

import { toIndex } from "@quoth/client";
import type { Nodes } from "mdast";
import type { Citation, Marker } from "@/api/types";
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

/**
 * Returns the marks of an answer in text order.
 *
 * A marker and its citations are one mark. A citation without a marker, or whose marker is not
 * drawn as one, is shown after its sentence, or after the code in which the sentence ends.
 */
export function marksOf(
  { text, blocks }: Blocks,
  markers: readonly Marker[],
  citations: readonly Citation[],
): Mark[] {
  const replaceable = new Set(blocks.flatMap(bracketedNumbersOf));
  const marks: Mark[] = [];
  const citationsAt = new Map<number | null, Citation[]>();
  for (const marker of markers) {
    const start = indexOf(marker, text, marker.start);
    if (!replaceable.has(start)) continue;
    const own: Citation[] = [];
    citationsAt.set(marker.start, own);
    const end = start + marker.end - marker.start; // ASCII: as many units as code points
    marks.push({ start, end, sourceId: marker.source_id, citations: own });
  }

  for (const citation of citations) {
    const shared = citationsAt.get(citation.marker_start);
    if (shared) {
      shared.push(citation);
      continue;
    }
    const at = nearestIndex(blocks, indexOf(citation, text, citation.answer_end));
    if (at === null) continue;
    marks.push({ start: at, end: at, sourceId: citation.source_id, citations: [citation] });
  }
  return marks.sort((one, other) => one.start - other.start || one.end - other.end);
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

const indices = new WeakMap<Marker | Citation, number>();

/** Returns the index of a code point; `owner` is what it belongs to, for the cache. */
export function indexOf(owner: Marker | Citation, text: string, codePoint: number): number {
  const known = indices.get(owner);
  if (known !== undefined) return known;
  const index = toIndex(text, codePoint);
  // an offset beyond the current end of the text has no index yet
  if (index < text.length) indices.set(owner, index);
  return index;
}

const bracketedNumbers = new WeakMap<Block, readonly number[]>();

/** Returns where the numbers in brackets of a block start in the text. */
function bracketedNumbersOf(block: Block): readonly number[] {
  let found = bracketedNumbers.get(block);
  if (!found) {
    const nodes = leaves(block.node).filter(({ type }) => type === "bracketedNumber");
    found = nodes.map((node) => indicesOf(node, block).start);
    bracketedNumbers.set(block, found);
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
