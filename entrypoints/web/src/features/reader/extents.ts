/** Where the words of a document's Markdown are written, with the marks around them. */

import type { ListItem, Literal, Nodes } from "mdast";
import type { Span } from "./rows";

/** Where a node without children is written, with the marks around it that are not shown. */
export interface Extent extends Span {
  from: number;
  to: number;
}

/**
 * Returns the extent of every node without children, in the order of the text.
 *
 * On its line, an extent begins where the one before ends: so each character of a line belongs to
 * one node, whether it is shown or only marks how.
 */
export function extentsIn(root: Nodes, source: string): Map<Nodes, Extent> {
  const extents = new Map<Nodes, Extent>();
  const collect = (node: Nodes, container: Nodes | null, leaves: (Nodes & Literal)[]) => {
    if ("children" in node) {
      const isLine = ["paragraph", "heading", "tableCell"].includes(node.type);
      const inside: (Nodes & Literal)[] = isLine ? [] : leaves;
      for (const child of node.children) collect(child, isLine ? node : container, inside);
      if (isLine) add(node, inside);
    } else if ("value" in node) {
      if (container !== null) leaves.push(node);
      else extents.set(node, extentOf(node, source));
    }
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

export function sourceOf(node: Nodes | ListItem, source: string): string {
  return source.slice(startOf(node), endOf(node));
}

export function startOf(node: Nodes): number {
  return node.position?.start.offset ?? 0;
}

export function endOf(node: Nodes): number {
  return node.position?.end.offset ?? 0;
}
