/** The words of a quotation with a little of the passage around them. */

import { toIndex } from "@quoth/client";
import type { Citation, Source } from "@/api/types";
import { withoutMarks } from "@/lib/excerpt";

/** How much of the passage is shown on each side, in characters. */
const AROUND = 90;
/** Where a context begins or ends at the latest: it is not of another paragraph. */
const PARAGRAPHS = /\n[ \t]*\n|\n(?=[#|])/;

export interface QuoteInContext {
  before: string;
  quoted: string;
  after: string;
}

/**
 * Returns a verified quotation, as it is stored, with what is before and after it in its source.
 *
 * @param previous Another quotation, whose words are not repeated before it, nor those of `next`
 *   behind it.
 */
export function quoteInContext(
  source: Source,
  citation: Citation,
  { previous, next }: { previous?: Citation | undefined; next?: Citation | undefined } = {},
): QuoteInContext {
  const { content, char_start } = source;
  const { cited_text: words } = citation;
  const at = toIndex(content, citation.char_start - char_start);
  if (!content.startsWith(words, at)) return { before: "", quoted: words, after: "" };
  const end = at + words.length;
  const first = previous ? Math.min(at, toIndex(content, previous.char_end - char_start)) : 0;
  const last = next ? Math.max(end, toIndex(content, next.char_start - char_start)) : undefined;
  return {
    before: withoutMarks(endOf(content.slice(first, at))),
    quoted: words,
    after: withoutMarks(beginningOf(content.slice(end, last))),
  };
}

/** Returns the last words of a paragraph, an ellipsis before them if there are more. */
function endOf(text: string): string {
  const paragraph = text.split(PARAGRAPHS).at(-1) ?? "";
  if (paragraph.length <= AROUND) return paragraph;
  return `… ${paragraph.slice(-AROUND).replace(/^\S*\s+/, "")}`;
}

/** Returns the first words of a paragraph, an ellipsis behind them if there are more. */
function beginningOf(text: string): string {
  const [paragraph = ""] = text.split(PARAGRAPHS, 1);
  if (paragraph.length <= AROUND) return paragraph;
  return `${paragraph.slice(0, AROUND).replace(/\s+\S*$/, "")} …`;
}
