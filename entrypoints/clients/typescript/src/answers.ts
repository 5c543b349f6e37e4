/** A whole answer, made from its events. */

import { AnswerFailed, ConnectionFailed } from "./errors.ts";
import type {
  AbstentionReason,
  AnswerEvent,
  Citation,
  FailedModel,
  FinishReason,
  Numbered,
  Sentence,
  Source,
  TextFormat,
  Timings,
  Usage,
} from "./types.ts";

/**
 * A whole answer: its text, and what supports it.
 *
 * An answer that abstained says why in `reason`; its sources are near, but do not answer the
 * question.
 */
export interface Answer {
  message_id: string;
  question: string;
  content: string;
  format: TextFormat;
  finish_reason: FinishReason;
  reason: AbstentionReason | null;
  sources: Source[];
  citations: Citation[];
  confidence: number | null;
  groundedness: number | null;
  supported: number | null;
  sentences: number | null;
  unsupported: Sentence[];
  cached: boolean;
  usage: Usage;
  timings: Timings;
  model: string | null;
  fallback_from: FailedModel[];
}

/** Returns the answer that events make. Throws `AnswerFailed` if they end with an error. */
export async function answerFrom(events: AsyncIterable<Numbered<AnswerEvent>>): Promise<Answer> {
  let [question, cached, content, format] = ["", false, "", "markdown" as TextFormat];
  let sources: Source[] = [];
  let confidence: number | null = null;
  const citations: Citation[] = [];
  for await (const event of events) {
    switch (event.type) {
      case "start":
        ({ question, cached } = event);
        break;
      case "sources":
        ({ sources, confidence } = event);
        break;
      case "content":
        content += event.content;
        format = event.format ?? format;
        break;
      case "citation": {
        const { type, id, ...citation } = event;
        citations.push(citation);
        break;
      }
      case "error":
        throw new AnswerFailed(event.error, event.code, event.message_id, event.partial);
      case "done": {
        const { type, id, ...end } = event;
        return { ...end, question, cached, content, format, sources, confidence, citations };
      }
    }
  }
  throw new ConnectionFailed(true);
}
