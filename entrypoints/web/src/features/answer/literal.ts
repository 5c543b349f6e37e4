/** The words of documents in an answer, which are guarded from Markdown, see `guardedWords`. */

import { codePointLength, toIndex } from "@quoth/client";
import type { Citation, Marker } from "@/api/types";
import {
  guard,
  guardable,
  hasMarkup,
  INLINE_MARKUP,
  placesOf,
  unguarded,
} from "@/lib/guardedWords";
import { isLaidOut as hasLayout } from "@/lib/layout";
import type { Answer } from "./answer";
import { indexOf } from "./citationMarks";

/** Blank lines, which divide paragraphs, or one character that could be markup. */
const LITERAL_MARKUP = /(?:\r?\n[ \t]*){2,}|[\n\r!-/:-@[-`{-~]/g;

/** What an answer says, and which of its words are from documents. */
export type Written = Pick<Answer, "text" | "format" | "markers" | "citations">;

/**
 * Returns the text of an answer with the words of documents guarded from the Markdown parser.
 *
 * These are all words of a literal answer, and the verified quotations of any other.
 */
export function guarded({ text, format, markers, citations }: Written): string {
  const clean = guardable(text);
  const [spans, markup] =
    format === "literal"
      ? [[{ start: 0, end: text.length }], LITERAL_MARKUP]
      : [citations.flatMap((citation) => quotedIn(clean, markers, citation)), INLINE_MARKUP];
  if (spans.length === 0) return clean;

  const own = markers.map((marker) => spanOf(marker, clean));
  let result = "";
  let from = 0;
  for (const { start, end } of without(own, merged(spans))) {
    result += clean.slice(from, start);
    result += guard(clean.slice(start, end), markup);
    from = end;
  }
  return result + clean.slice(from);
}

/** Returns the first characters of an answer, with what is marked in them. */
export function cutTo(length: number, { text, format, markers, citations }: Written): Written {
  if (length >= text.length) return { text, format, markers, citations };
  const cut = text.slice(0, length);
  const end = codePointLength(cut);
  return {
    text: cut,
    format,
    markers: markers.filter((marker) => marker.end <= end),
    citations: citations.filter(({ answer_end }) => answer_end <= end),
  };
}

/** Whether a literal paragraph is laid out by its lines and gaps, unlike wrapped prose. */
export function isLaidOut(paragraph: string): boolean {
  return hasLayout(unguarded(paragraph.trim()));
}

interface Span {
  start: number;
  end: number;
}

function spanOf(marker: Marker, text: string): Span {
  const start = indexOf(marker, text, marker.start);
  return { start, end: start + marker.end - marker.start }; // ASCII: as many units as code points
}

const quoted = new WeakMap<Citation, Span[]>();

/** Returns where a verified citation's words stand in its sentence, as they are stored. */
function quotedIn(text: string, markers: readonly Marker[], citation: Citation): Span[] {
  const { verified, cited_text: words } = citation;
  if (!verified || !hasMarkup(words)) return [];
  let spans = quoted.get(citation);
  if (!spans) {
    const sentence = withoutMarkers(text, markers, citation);
    const { indices } = sentence;
    spans = placesOf(words, sentence.words).map(({ start, end }) => ({
      start: indices[start] ?? 0,
      end: (indices[end - 1] ?? 0) + 1,
    }));
    if (sentence.end < text.length) quoted.set(citation, spans); // the text is past it
  }
  return spans;
}

interface Sentence {
  /** Its words as the server compared them, without markers. */
  words: string;
  /** The index in the text of each of their characters. */
  indices: number[];
  end: number;
}

function withoutMarkers(
  text: string,
  markers: readonly Marker[],
  { answer_start, answer_end }: Citation,
): Sentence {
  const inside = markers.filter(({ start, end }) => start >= answer_start && end <= answer_end);
  const spans = inside.map((marker) => spanOf(marker, text));
  const ends = new Map(spans.map(({ start, end }) => [start, end]));
  const end = toIndex(text, answer_end);
  let words = "";
  const indices: number[] = [];
  for (let index = toIndex(text, answer_start); index < end; ) {
    const behind = ends.get(index);
    if (behind === undefined) {
      words += text.charAt(index);
      indices.push(index);
      index += 1;
    } else {
      words = words.trimEnd();
      indices.length = words.length;
      index = behind;
    }
  }
  return { words, indices, end };
}

function merged(spans: readonly Span[]): Span[] {
  const result: Span[] = [];
  for (const { start, end } of spans.toSorted((one, other) => one.start - other.start)) {
    const last = result.at(-1);
    if (last && start <= last.end) last.end = Math.max(last.end, end);
    else result.push({ start, end });
  }
  return result;
}

/** Returns the parts of spans that are outside of others. Both are in order. */
function without(others: readonly Span[], spans: readonly Span[]): Span[] {
  return spans.flatMap(({ start, end }) => {
    const parts: Span[] = [];
    let from = start;
    for (const other of others) {
      if (other.end <= from || other.start >= end) continue;
      parts.push({ start: from, end: other.start });
      from = other.end;
    }
    return [...parts, { start: from, end }];
  });
}
