import { type AnswerEvent, codePointLength, type Numbered } from "@quoth/client";
import { codeInWords } from "@/lib/errorInWords";
import type { Answer } from "./answer";

/** Returns an answer with its next event applied. */
export function applyEvent(answer: Answer, event: Numbered<AnswerEvent>): Answer {
  const next: Answer = { ...answer, lastEventId: event.id, status: "streaming", sent: true };
  switch (event.type) {
    case "start":
      return {
        ...next,
        messageId: event.message_id,
        searched: event.question,
        cached: event.cached,
      };
    case "sources":
      return { ...next, sources: event.sources, confidence: event.confidence };
    case "content": {
      const { content, source_id, format = "markdown" } = event;
      const start = answer.textLength;
      const end = start + codePointLength(content);
      const grown = { ...next, format, text: answer.text + content, textLength: end };
      if (source_id === undefined) return grown;
      return { ...grown, markers: [...answer.markers, { start, end, source_id }] };
    }
    case "citation":
      return { ...next, citations: [...answer.citations, event] };
    case "done":
      return {
        ...next,
        status: "done",
        messageId: event.message_id,
        finishReason: event.finish_reason,
        reason: event.reason,
        groundedness: event.groundedness,
        supported: event.supported,
        sentences: event.sentences,
        unsupported: event.unsupported,
        usage: event.usage,
        timings: event.timings,
        model: event.model,
        fallbackFrom: event.fallback_from,
        error: null,
      };
    case "error":
      return {
        ...next,
        status: "failed",
        messageId: event.message_id,
        finishReason: event.code === "interrupted" ? "interrupted" : "error",
        error: codeInWords(event.code, event.error),
      };
    default: // an event type that only a newer server sends
      return next;
  }
}
