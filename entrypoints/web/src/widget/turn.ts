/** A question and its answer, as far as it has arrived. */

import {
  type AnswerEvent,
  type Citation,
  codePointLength,
  type FinishReason,
  type Numbered,
  type TextFormat,
} from "@quoth/client";
import { guard, guardable, hasMarkup, placesOf, unguarded } from "@/lib/guardedWords";

export interface Turn {
  readonly question: string;
  /** The same for every attempt to ask it, so that it is answered once. */
  readonly idempotencyKey: string;
  messageId: string | null;
  lastEventId: number;
  /** The text, with each marker of a source as `markerAt` writes it. */
  text: string;
  /** The length of the text as the server counts it. */
  length: number;
  markers: { start: number; sourceId: number }[];
  format: TextFormat;
  citations: Citation[];
  finishReason: FinishReason | null;
  /** Why there is no answer, for people. */
  error: string | null;
}

// characters for private use, which are taken out of texts, so that no document can write a marker
const OPENS = "\uE000";
const CLOSES = "\uE001";
const EITHER = /[\uE000\uE001]/g;

/** A marker in a text; its group is an index of `markers`. */
export const MARKER = /\uE000(\d+)\uE001/;

export function newTurn(question: string, idempotencyKey: string): Turn {
  return {
    question,
    idempotencyKey,
    messageId: null,
    lastEventId: 0,
    text: "",
    length: 0,
    markers: [],
    format: "markdown",
    citations: [],
    finishReason: null,
    error: null,
  };
}

/** Whether an answer may still arrive. */
export function isOpen(turn: Turn): boolean {
  return turn.finishReason === null && turn.error === null;
}

/** Adds the next event of the answer. */
export function addEvent(turn: Turn, event: Numbered<AnswerEvent>): void {
  turn.lastEventId = event.id;
  switch (event.type) {
    case "start":
      turn.messageId = event.message_id;
      break;
    case "content": {
      const { content, source_id, format = "markdown" } = event;
      turn.format = format;
      if (source_id === undefined) {
        turn.text += content.replace(EITHER, "");
      } else {
        turn.text += `${OPENS}${turn.markers.length}${CLOSES}`;
        turn.markers.push({ start: turn.length, sourceId: source_id });
      }
      turn.length += codePointLength(content);
      break;
    }
    case "citation":
      turn.citations.push(event);
      break;
    case "done":
      turn.finishReason = event.finish_reason;
      break;
    case "error":
      turn.finishReason = "error";
      turn.error = event.error;
      break;
  }
}

/** The sources that an answer quotes, with the quotations that were found in their documents. */
export function quotedSources(turn: Turn): [sourceId: number, citations: Citation[]][] {
  const sources = new Map<number, Citation[]>();
  for (const citation of turn.citations) {
    if (!citation.verified) continue;
    const same = sources.get(citation.source_id) ?? [];
    const isRepeated = same.some(({ cited_text }) => cited_text === citation.cited_text);
    sources.set(citation.source_id, isRepeated ? same : [...same, citation]);
  }
  return [...sources].sort(([one], [other]) => one - other);
}

/** The text with its verified quotations guarded from Markdown. */
export function guardedText({ text, citations }: Turn): string {
  const clean = guardable(text);
  return citations
    .filter(({ verified, cited_text }) => verified && hasMarkup(cited_text))
    .flatMap(({ cited_text }) => placesOf(cited_text, clean))
    .reduce(
      (result, { start, end }) =>
        result.slice(0, start) + guard(result.slice(start, end)) + result.slice(end),
      clean,
    );
}

/** The text as it is read out. */
export function spoken(turn: Turn): string {
  const words = guardedText(turn).replace(new RegExp(MARKER, "g"), "");
  const plain = turn.format === "literal" ? words : words.replace(/[*_`#>|]+/g, "");
  return unguarded(plain).trim();
}
