/** Parses the Markdown of documents. */

import type { Root } from "mdast";
import { fromMarkdown } from "mdast-util-from-markdown";
import { gfmStrikethroughFromMarkdown } from "mdast-util-gfm-strikethrough";
import { gfmTableFromMarkdown } from "mdast-util-gfm-table";
import { gfmTaskListItemFromMarkdown } from "mdast-util-gfm-task-list-item";
import { gfmStrikethrough } from "micromark-extension-gfm-strikethrough";
import { gfmTable } from "micromark-extension-gfm-table";
import { gfmTaskListItem } from "micromark-extension-gfm-task-list-item";

const written = {
  extensions: [
    gfmTable(),
    gfmStrikethrough({ singleTilde: false }),
    gfmTaskListItem(),
    // a list may go on in the next segment, whose lines are indented then
    { disable: { null: ["codeIndented", "definition"] } },
  ],
  mdastExtensions: [
    gfmTableFromMarkdown(),
    gfmStrikethroughFromMarkdown(),
    gfmTaskListItemFromMarkdown(),
  ],
};

/** What a reader of files does not write: in its text, these characters are the file's own. */
const NOT_EXTRACTED = [
  "attention",
  "autolink",
  "blockQuote",
  "characterEscape",
  "characterReference",
  "codeIndented",
  "codeText",
  "definition",
  "hardBreakEscape",
  "htmlFlow",
  "htmlText",
  "labelEnd",
  "labelStartImage",
  "labelStartLink",
  "setextUnderline",
  "thematicBreak",
];

const extracted = {
  extensions: [gfmTable(), { disable: { null: NOT_EXTRACTED } }],
  mdastExtensions: [gfmTableFromMarkdown()],
};

/** Parses a segment of a document. The offsets in the tree are indices of `source`. */
export function parseSegment(source: string, by: "markdown" | "extracted"): Root {
  // a byte order mark at the start would be skipped, and every offset would be one too low
  return fromMarkdown(
    source.replaceAll("\uFEFF", "\u200B"),
    by === "markdown" ? written : extracted,
  );
}
