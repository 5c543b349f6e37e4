/** The wording for the state of an answer. */

import type { Citation } from "@/api/types";
import type { Answer } from "./answer";

/** Says how an answer ended; null if it ended normally. */
export function endingOf(answer: Answer): string | null {
  if (answer.status === "lost" && !answer.sent) {
    return "This question may not have been sent, because the server is not responding. Try again: it is asked only once.";
  }
  if (answer.status === "lost" && answer.messageId === null) {
    return "The connection to the server was lost. The answer may be being written. Try again to read it: the question is asked only once.";
  }
  if (answer.status === "lost") {
    return "The connection to the server was lost. The answer is still being written and will be saved. Try again to read it.";
  }
  if (answer.withheld) return "This answer rests on documents that you may not read.";
  if (answer.status === "failed") return answer.error ?? failureOf(answer);
  switch (answer.finishReason) {
    case "cancelled":
      return answer.text
        ? "You stopped this answer. The text so far is saved."
        : "You stopped this answer before anything was written.";
    case "length":
      return "The answer reached the maximum length and ends here. Ask for the rest, or ask a narrower question.";
    default:
      return null;
  }
}

function failureOf({ finishReason, text }: Answer): string {
  const saved = text ? "The text so far is saved." : "Nothing was written.";
  return finishReason === "interrupted"
    ? `The server stopped while it was writing this answer. ${saved} Ask again.`
    : `This answer was cut off. ${saved} Ask again.`;
}

/** Says how much of an answer verified quotations support; null if no sentence counts. */
export function groundednessOf(answer: Answer): string | null {
  const support = supportOf(answer);
  const deleted = deletedDocuments(answer);
  if (support === null || deleted === 0) return support;
  const documents = deleted === 1 ? "1 quoted document has" : `${deleted} quoted documents have`;
  return `${support} ${documents} been deleted since.`;
}

/** Says what a quotation lacks; null if it is verified and its document is still there. */
export function shortfallOf({ verified, gone }: Citation): string | null {
  if (verified) return gone ? "document deleted" : null;
  return gone ? "not verified, document deleted" : "not verified";
}

/** Returns how many of the documents that an answer cites have been deleted. */
export function deletedDocuments({ citations }: Answer): number {
  const gone = citations.filter((citation) => citation.gone);
  return new Set(gone.map(({ document_id }) => document_id)).size;
}

function supportOf(answer: Answer): string | null {
  const { groundedness, supported, sentences } = answer;
  if (groundedness === null || answer.text === "") return null;
  if (groundedness === 0) return "No sentence is supported by a verified quotation.";
  if (groundedness === 1) return "Every sentence is supported by a verified quotation.";
  if (supported !== null && sentences !== null) {
    const verb = supported === 1 ? "is" : "are";
    return `${supported} of ${sentences} sentences ${verb} supported by a verified quotation.`;
  }
  // the answer was stored before the server sent the counts
  return `${Math.round(groundedness * 100)}% of the sentences are supported by a verified quotation.`;
}
