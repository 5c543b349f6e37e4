/** The wording for the state of an answer. */

import type { Citation } from "@/api/types";
import { t } from "@/words";
import { en } from "@/words/en";
import type { Answer } from "./answer";

/** Returns an answer with the server's own sentence for an abstention in the language of the pages. */
export function inOwnLanguage(answer: Answer): Answer {
  const { reason, text } = answer;
  if (reason === null || text !== en.answer.abstained[reason]) return answer;
  return { ...answer, text: t.answer.abstained[reason] };
}

/** Says how an answer ended; null if it ended normally. */
export function endingOf(answer: Answer): string | null {
  if (answer.status === "lost" && !answer.sent) {
    return t.answer.maybeNotSent;
  }
  if (answer.status === "lost" && answer.messageId === null) {
    return t.answer.maybeWriting;
  }
  if (answer.status === "lost") {
    return t.answer.stillWriting;
  }
  if (answer.withheld) return t.answer.withheld;
  if (answer.status === "failed") return answer.error ?? failureOf(answer);
  switch (answer.finishReason) {
    case "cancelled":
      return answer.text ? t.answer.stopped : t.answer.stoppedEmpty;
    case "length":
      return t.answer.tooLong;
    default:
      return null;
  }
}

function failureOf({ finishReason, text }: Answer): string {
  if (finishReason === "interrupted") {
    return text ? t.answer.interrupted : t.answer.interruptedEmpty;
  }
  return text ? t.answer.cutOff : t.answer.cutOffEmpty;
}

/** Says how much of an answer verified quotations support; null if no sentence counts. */
export function groundednessOf(answer: Answer): string | null {
  const support = supportOf(answer);
  const deleted = deletedDocuments(answer);
  if (support === null || deleted === 0) return support;
  return `${support} ${t.answer.quotedDeleted(deleted)}`;
}

/** Says what a quotation lacks; null if it is verified and its document is still there. */
export function shortfallOf({ verified, gone }: Citation): string | null {
  if (verified) return gone ? t.answer.standing.gone : null;
  return gone ? t.answer.standing.unverifiedGone : t.answer.standing.unverified;
}

/** Returns how many of the documents that an answer cites have been deleted. */
export function deletedDocuments({ citations }: Answer): number {
  const gone = citations.filter((citation) => citation.gone);
  return new Set(gone.map(({ document_id }) => document_id)).size;
}

function supportOf(answer: Answer): string | null {
  const { groundedness, supported, sentences } = answer;
  if (groundedness === null || answer.text === "") return null;
  if (groundedness === 0) return t.answer.noneSupported;
  if (groundedness === 1) return t.answer.allSupported;
  if (supported !== null && sentences !== null) {
    return t.answer.someSupported(supported, sentences);
  }
  // the answer was stored before the server sent the counts
  return t.answer.shareSupported(groundedness);
}
