/** Where the words stand that conversations were searched for, in few words. */

import { sliceByCodePoints, toIndex } from "@quoth/client";
import type { ListedSession } from "@/api/types";

/** What is shown before the words, in code points, so that they are on the first line. */
const BEFORE = 16;
const CITATION = /\[\d+\]/g;
/** The line below the head of a table. */
const DELIMITERS = /\|(?: *:?-+:? *\|)+/g;
/** Marks of headings, items and quotations, which begin a line of what is now one line. */
const LINE_MARKS = /(?<=^…?|\s)(?:#{1,6}|[-*+>])(?=\s|$)/g;
const EMPHASIS = /`+|~~|\*\*+|__+|(?<!\w)[*_](?=\S|$)|(?<=\S|^)[*_](?!\w)/g;

export interface FoundWords {
  before: string;
  words: string;
  after: string;
}

/** Returns an excerpt in three parts, without markup around the words. */
export function foundWords({ excerpt, start, end }: NonNullable<ListedSession["hit"]>): FoundWords {
  return {
    before: lastOf(withoutMarkup(sliceByCodePoints(excerpt, 0, start)).trimStart()),
    words: sliceByCodePoints(excerpt, start, end),
    after: withoutMarkup(excerpt.slice(toIndex(excerpt, end))),
  };
}

function withoutMarkup(text: string): string {
  return text
    .replace(CITATION, "")
    .replace(DELIMITERS, "")
    .replace(LINE_MARKS, "")
    .replace(EMPHASIS, "")
    .replace(/(?:\|\s*)+/g, "· ")
    .replace(/\s+(?=[.,;:!?…]|\s)/g, "");
}

/** Returns the last words of a text, an ellipsis before them if there are more. */
function lastOf(text: string): string {
  const characters = Array.from(text);
  if (characters.length <= BEFORE) return text;
  return `…${characters
    .slice(-BEFORE)
    .join("")
    .replace(/^\S*\s+/, "")}`;
}
