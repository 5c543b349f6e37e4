import { codePointLength } from "@quoth/client";
import type { FinishReason, Message } from "@/api/types";
import { type Answer, type AnswerStatus, EMPTY_ANSWER } from "./answer";

/**
 * Returns the answer that a message of the history holds.
 *
 * An unfinished answer is `streaming`; to continue, follow it from its first event.
 */
export function fromMessage(message: Message): Answer {
  return {
    ...EMPTY_ANSWER,
    messageId: message.message_id,
    status: statusOf(message.finish_reason),
    sent: true,
    cached: message.cached,
    text: message.content,
    withheld: message.withheld,
    format: message.format,
    textLength: codePointLength(message.content),
    markers: message.markers,
    sources: message.sources,
    citations: message.citations,
    confidence: message.confidence,
    finishReason: message.finish_reason,
    reason: message.reason,
    groundedness: message.groundedness,
    supported: message.supported,
    sentences: message.sentences,
    unsupported: message.unsupported,
    model: message.model,
    fallbackFrom: message.fallback_from,
  };
}

function statusOf(finishReason: FinishReason | null): AnswerStatus {
  if (finishReason === null) return "streaming";
  return finishReason === "error" || finishReason === "interrupted" ? "failed" : "done";
}
