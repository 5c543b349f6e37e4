/** Draws the words of a document's Markdown, and those of a quotation exactly as they are stored. */

import type { ListItem, Literal, Nodes } from "mdast";
import type { ReactNode } from "react";
import type { Ink } from "@/ui/MarkdownTree";
import { alignedTo } from "./alignment";
import type { Span } from "./rows";

/** Where a node without children is written, with the marks around it that are not shown. */
interface Extent extends Span {
  from: number;
  to: number;
}

interface Options {
  source: string;
  root: Nodes;
  by: "markdown" | "extracted";
  /** The quotation, in indices of `source`. */
  quoted: Span | null;
  /** Draws words of the quotation. */
  mark(words: string, isFirst: boolean): ReactNode;
}

const TAGS = /<!--[\s\S]*?(?:-->|$)|<[^>]*>?/g;
const LINE_BREAK = /^<br\b/i;
const ORDERED = /^\d{1,9}[.)]/;

/**
 * Returns how to draw a tree. Inside a quotation, nothing is left out: what Markdown hides, such as
 * the asterisks of emphasis, is shown, because a verified quotation is shown as it is stored.
 */
export function readerInk({ source, root, by, quoted, mark }: Options): Ink {
  const extents = extentsIn(root, source);
  let isFirst = true;

  const drawn = (value: string, { start, end, from, to }: Extent): ReactNode => {
    const plain = (words: string) => (by === "extracted" ? words.replaceAll("\\|", "|") : words);
    const first = Math.max(from, quoted?.start ?? 0);
    const last = Math.min(to, quoted?.end ?? 0);
    if (first >= last) return plain(value);
    const places = alignedTo(value, source, start, end);
    const marked = mark(source.slice(first, last), isFirst);
    isFirst = false;
    return (
      <>
        {plain(value.slice(0, indexOf(places, first)))}
        {marked}
        {plain(value.slice(indexOf(places, last)))}
      </>
    );
  };
  const overlaps = (node: Nodes) =>
    quoted !== null && startOf(node) < quoted.end && endOf(node) > quoted.start;

  return {
    words: (node) => drawn(node.value, extents.get(node) ?? extentOf(node, source)),
    own: (node) => {
      if (node.type !== "html" || overlaps(node)) return undefined;
      if (LINE_BREAK.test(node.value)) return <br />;
      // the words between tags are the document's, the tags are not for reading
      return node.value.replace(TAGS, "").trim() || null;
    },
    plain: (words, node) => (overlaps(node) ? "" : words),
    markOf: (item) => ORDERED.exec(sourceOf(item, source))?.[0],
    keyOf: startOf,
  };
}

/** Returns the extent of every node without children: it begins where the one before ends. */
function extentsIn(root: Nodes, source: string): Map<Nodes, Extent> {
  const extents = new Map<Nodes, Extent>();
  const collect = (node: Nodes, container: Nodes | null, leaves: (Nodes & Literal)[]) => {
    if ("children" in node) {
      const isLine = ["paragraph", "heading", "tableCell"].includes(node.type);
      const inside: (Nodes & Literal)[] = isLine ? [] : leaves;
      for (const child of node.children) collect(child, isLine ? node : container, inside);
      if (isLine) add(node, inside);
    } else if ("value" in node && container !== null) leaves.push(node);
  };
  const add = (line: Nodes, leaves: (Nodes & Literal)[]) => {
    const { start, end } = wordsIn(line, source);
    leaves.forEach((leaf, index) => {
      const before = leaves[index - 1];
      const own = extentOf(leaf, source);
      const from = before ? endOf(before) : start;
      const to = index === leaves.length - 1 ? Math.max(end, own.end) : own.to;
      extents.set(leaf, { ...own, from: Math.min(from, own.start), to });
    });
  };
  collect(root, null, []);
  return extents;
}

/** Returns where the words of a line are: not the marks of a heading or of a cell. */
function wordsIn(line: Nodes, source: string): Span {
  const written = sourceOf(line, source);
  const before = line.type === "heading" ? /^#*\s*/ : /^[|\s]*/;
  const lead = line.type === "paragraph" ? 0 : (before.exec(written)?.[0].length ?? 0);
  const tail = line.type === "paragraph" ? 0 : written.length - written.search(/[|\s]*$/);
  return { start: startOf(line) + lead, end: Math.max(startOf(line) + lead, endOf(line) - tail) };
}

function extentOf(node: Nodes & Literal, source: string): Extent {
  const end = endOf(node);
  let start = startOf(node);
  if (node.type === "code") start = Math.min(end, source.indexOf("\n", start) + 1 || end);
  if (node.type === "inlineCode") start += /^`*/.exec(source.slice(start, end))?.[0].length ?? 0;
  return { start, end, from: start, to: end };
}

/** Returns the index of the first character that is written at a place or behind it. */
function indexOf(places: Uint32Array, place: number): number {
  const found = places.findIndex((each) => each >= place);
  return found === -1 ? places.length - 1 : found;
}

function sourceOf(node: Nodes | ListItem, source: string): string {
  return source.slice(startOf(node), endOf(node));
}

function startOf(node: Nodes): number {
  return node.position?.start.offset ?? 0;
}

function endOf(node: Nodes): number {
  return node.position?.end.offset ?? 0;
}
