/** Parses the Markdown of chat models. */

import type { Root } from "mdast";
import { fromMarkdown } from "mdast-util-from-markdown";
import { gfmStrikethroughFromMarkdown } from "mdast-util-gfm-strikethrough";
import { gfmTableFromMarkdown } from "mdast-util-gfm-table";
import { gfmTaskListItemFromMarkdown } from "mdast-util-gfm-task-list-item";
import { gfmStrikethrough } from "micromark-extension-gfm-strikethrough";
import { gfmTable } from "micromark-extension-gfm-table";
import { gfmTaskListItem } from "micromark-extension-gfm-task-list-item";
import { bracketedNumberSyntax, bracketedNumberToTree } from "./bracketedNumbers";
import { chatSyntax, chatToTree } from "./chatSyntax";

/**
 * Disabled syntax is shown as it was written.
 *
 * Definitions would let a later paragraph change an earlier one, and the server reads `[1]: …` as
 * a marker. Nested lists of models look like indented code, which the server does not recognise
 * either.
 */
const DISABLED = ["htmlFlow", "htmlText", "autolink", "definition", "codeIndented"];

const syntax = [
  gfmTable(),
  gfmStrikethrough({ singleTilde: false }),
  gfmTaskListItem(),
  bracketedNumberSyntax,
  chatSyntax,
  { disable: { null: DISABLED } },
];

const toTree = [
  gfmTableFromMarkdown(),
  gfmStrikethroughFromMarkdown(),
  gfmTaskListItemFromMarkdown(),
  bracketedNumberToTree,
  chatToTree,
];

/** Parses Markdown. The offsets in the tree are indices of `text`. */
export function parseMarkdown(text: string): Root {
  // a byte order mark at the start would be skipped, and every offset would be one too low
  const readable = text.replaceAll("\uFEFF", "\u200B");
  return fromMarkdown(readable, { extensions: syntax, mdastExtensions: toTree });
}
