/** Builders of messages, answers and their parts. */

import type { AnswerEvent, Citation, Marker, Message, Source } from "@/api/types";
import { type Answer, EMPTY_ANSWER } from "@/features/answer";

export function aSource(changes: Partial<Source> = {}): Source {
  return {
    source_id: 1,
    document_id: "d",
    version: 1,
    filename: "pump-manual.md",
    chunk_index: 0,
    page: null,
    section: [],
    slide: null,
    sheet: null,
    row: null,
    part: null,
    char_start: 100,
    char_end: 200,
    similarity: 0.6213,
    content: "The valve is open. It closes at night.",
    ...changes,
  };
}

export function aCitation(changes: Partial<Citation> = {}): Citation {
  return {
    citation_id: "c",
    source_id: 1,
    document_id: "d",
    version: 1,
    filename: "pump-manual.md",
    page: null,
    section: [],
    slide: null,
    sheet: null,
    row: null,
    part: null,
    char_start: 100,
    char_end: 118,
    cited_text: "The valve is open.",
    answer_start: 0,
    answer_end: 15,
    marker_start: null,
    marker_end: null,
    verified: true,
    gone: false,
    ...changes,
  };
}

/** Returns a citation for a sentence of an answer; `changes` may add the marker, see `behind`. */
export function cites(text: string, sentence: string, changes: Partial<Citation> = {}): Citation {
  const start = Array.from(text.slice(0, text.indexOf(sentence))).length;
  return aCitation({
    citation_id: sentence,
    answer_start: start,
    answer_end: start + Array.from(sentence).length,
    ...changes,
  });
}

/** Returns the offsets of the marker at the end of `words`, for `cites`. */
export function behind(text: string, words: string): Pick<Citation, "marker_start" | "marker_end"> {
  const end = Array.from(text.slice(0, text.indexOf(words) + words.length)).length;
  const marker = words.slice(words.lastIndexOf("["));
  return { marker_start: end - marker.length, marker_end: end };
}

/** Returns the markers of a text if every `[n]` is one, as in the answer of a chat model. */
export function markersIn(text: string): Marker[] {
  return Array.from(text.matchAll(/\[(\d+)\]/g), ({ 0: marker, 1: number, index }) => {
    const start = Array.from(text.slice(0, index)).length;
    return { start, end: start + marker.length, source_id: Number(number) };
  });
}

/** Returns an answer; every `[n]` in its text is a marker unless `changes` says otherwise. */
export function anAnswer(changes: Partial<Answer> = {}): Answer {
  const text = changes.text ?? "The valve is open [1].";
  return {
    ...EMPTY_ANSWER,
    messageId: "m",
    status: "done",
    sent: true,
    finishReason: "stop",
    text,
    textLength: Array.from(text).length,
    markers: markersIn(text),
    sources: [aSource()],
    citations: [aCitation({ answer_end: 22, marker_start: 18, marker_end: 21 })],
    groundedness: 1,
    supported: 1,
    sentences: 1,
    ...changes,
  };
}

export function done(messageId: string): AnswerEvent {
  return {
    type: "done",
    message_id: messageId,
    finish_reason: "stop",
    usage: { prompt_tokens: 1, completion_tokens: 2 },
    timings: { embed: 1, search: 2, first_token: 3, total: 4 },
    reason: null,
    groundedness: 0.5,
    supported: 1,
    sentences: 2,
    unsupported: [],
    model: null,
    fallback_from: [],
  };
}

export function aMessage(
  role: "user" | "assistant",
  id: string,
  changes: Partial<Message> = {},
): Message {
  return {
    message_id: id,
    role,
    content: `${role} ${id}`,
    created_at: "2026-01-01T10:00:00Z",
    finish_reason: role === "user" ? null : "stop",
    markers: [],
    format: "markdown",
    citations: [],
    sources: [],
    reason: null,
    groundedness: null,
    supported: null,
    sentences: null,
    unsupported: [],
    confidence: null,
    cached: false,
    within: null,
    model: null,
    fallback_from: [],
    withheld: false,
    ...changes,
  };
}
