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

/** A citation with its sentence's place as indices of the text. */
interface Sentence {
  citation: Citation;
  start: number;
  end: number;
}

/** What may stand between a sentence and its marker. */
const BETWEEN = /^(?:[\s\p{P}\p{S}]|\[\d{1,3}\])*$/u;
/** What a line may begin with before its words: quotation, bullet or number, markers. */
const LEAD = /^(?:[\s\p{P}\p{S}]|\[\d{1,3}\]|\d{1,3}[.)]\s)*$/u;
/** How far behind or before its sentence a marker is looked for. */
const FARTHEST = 200;

const sentences = new WeakMap<Citation, Sentence>();

/**
 * Returns the marks of an answer, in the order in which they stand.
 *
 * A marker and the citations of its sentence and source are one mark. A citation without a marker
 * stands behind its sentence, or behind the code that the sentence ends in.
 */
export function marksOf({ text, blocks }: Blocks, citations: readonly Citation[]): Mark[] {
  const quoted = citations.map((citation) => sentenceOf(text, citation));
  const placed = new Set<Citation>();
  const marks: Mark[] = blocks.flatMap(markersOf).map((marker) => {
    const found = supporting(text, marker, quoted).map(({ citation }) => citation);
    for (const citation of found) placed.add(citation);
    return { ...marker, citations: found };
  });
  for (const { citation, end } of quoted) {
    if (placed.has(citation)) continue;
    const at = landing(blocks, end);
    if (at === null) continue;
    marks.push({ start: at, end: at, sourceId: citation.source_id, citations: [citation] });
  }
  return marks.sort((one, other) => one.start - other.start || one.end - other.end);
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

function sentenceOf(text: string, citation: Citation): Sentence {
  const known = sentences.get(citation);
  if (known) return known;
  const start = toIndex(text, citation.answer_start);
  const sentence = { citation, start, end: toIndex(text, citation.answer_end) };
  // more may come of a sentence that ends where the text does
  if (sentence.end < text.length) sentences.set(citation, sentence);
  return sentence;
}

type Marker = Omit<Mark, "citations">;

const markers = new WeakMap<Block, readonly Marker[]>();

function markersOf(block: Block): readonly Marker[] {
  let found = markers.get(block);
  if (!found) {
    found = leaves(block.node).flatMap((leaf) =>
      leaf.type === "marker" ? [{ ...indicesOf(leaf, block), sourceId: Number(leaf.value) }] : [],
    );
    markers.set(block, found);
  }
  return found;
}

/** Returns the citations that a marker stands for: of the sentence that it is in, before or behind. */
function supporting(text: string, marker: Marker, quoted: readonly Sentence[]): Sentence[] {
  const same = quoted.filter(
    ({ citation, start, end }) =>
      citation.source_id === marker.sourceId &&
      start <= marker.end + FARTHEST &&
      marker.start <= end + FARTHEST,
  );
  const around = same.filter(({ start, end }) => start <= marker.start && marker.start < end);
  if (around.length > 0) return around;

  const near = (from: number, to: number) => from <= to && BETWEEN.test(text.slice(from, to));
  const lineStart = text.lastIndexOf("\n", marker.start - 1) + 1;
  const lineEnd = text.indexOf("\n", marker.end);
  const rest = text.slice(marker.end, lineEnd === -1 ? undefined : lineEnd);
  if (LEAD.test(text.slice(lineStart, marker.start)) && !BETWEEN.test(rest)) {
    return same.filter(({ start }) => start <= marker.end + rest.length && near(marker.end, start));
  }
  const before = same.filter(({ end }) => near(end, marker.start));
  const nearest = Math.max(...before.map(({ end }) => end));
  return before.filter(({ end }) => end === nearest);
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
