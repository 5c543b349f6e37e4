/** Splits a growing Markdown text into blocks, so that each frame parses only its end. */

import type { RootContent } from "mdast";
import { parseMarkdown } from "./markdown";

/** The list that contains a block. */
export interface ListOfBlock {
  /** Where the list starts in the text. */
  start: number;
  ordered: boolean;
  firstNumber: number;
}

/** A top-level part of a text: a paragraph, a list item, a table … */
export interface Block {
  /** Where it starts in the text; the first block includes the blank lines before it. */
  start: number;
  source: string;
  node: RootContent;
  /** The index in the text of offset 0 of `node`. */
  origin: number;
  list: ListOfBlock | null;
}

export interface Blocks {
  text: string;
  blocks: readonly Block[];
  /** The number of blocks that no further text can change. */
  settled: number;
}

export const NO_BLOCKS: Blocks = { text: "", blocks: [], settled: 0 };

/**
 * Another line can close the last block, change its kind, or split it in two (a paragraph whose
 * last line turns out to be the head of a table). It cannot change the blocks before.
 */
const OPEN_BLOCKS = 2;

/** Returns the blocks of a text, given the blocks of an earlier state of it. */
export function growBlocks(before: Blocks, text: string): Blocks {
  if (text === before.text) return before;
  const reused = text.startsWith(before.text) ? before.blocks.slice(0, before.settled) : [];
  const last = reused.at(-1);
  const origin = last ? last.start + last.source.length : 0;
  const list = before.blocks[reused.length]?.list ?? null;
  const isInList = last !== undefined && list !== null && list.start === last.list?.start;
  const parsed = parseBlocks(text.slice(origin), origin, isInList ? list : null);

  // the former last block may end elsewhere now that text follows it
  const comparable = before.blocks.slice(reused.length, -1);
  const blocks = parsed.map((block, index) => {
    const old = comparable[index];
    // React does not render the same object again
    return old && isSame(old, block) ? old : block;
  });
  const settled = reused.length + Math.max(0, parsed.length - OPEN_BLOCKS);
  return { text, blocks: [...reused, ...blocks], settled };
}

interface Piece {
  node: RootContent;
  list: ListOfBlock | null;
}

/** Parses the rest of a text from `origin`; `list` is the list in which it starts. */
function parseBlocks(text: string, origin: number, list: ListOfBlock | null): Block[] {
  const nodes = parseMarkdown(text).children.flatMap((node, index): Piece[] => {
    if (node.type !== "list") return [{ node, list: null }];
    const own = {
      start: origin + startOf(node),
      ordered: node.ordered === true,
      firstNumber: node.start ?? 1,
    };
    return node.children.map((item) => ({ node: item, list: (index === 0 && list) || own }));
  });
  const starts = nodes.map(({ node }, index) => (index === 0 ? 0 : lineStart(text, startOf(node))));
  return nodes.map(({ node, list }, index) => {
    const start = starts[index] ?? 0;
    const source = text.slice(start, starts[index + 1]);
    return { start: origin + start, source, node, origin, list };
  });
}

function isSame(one: Block, other: Block): boolean {
  return (
    one.start === other.start &&
    one.source === other.source &&
    one.list?.start === other.list?.start
  );
}

function startOf(node: RootContent): number {
  return node.position?.start.offset ?? 0;
}

function lineStart(text: string, index: number): number {
  return Math.max(text.lastIndexOf("\n", index - 1), text.lastIndexOf("\r", index - 1)) + 1;
}
