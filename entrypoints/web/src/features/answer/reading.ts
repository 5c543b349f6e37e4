/** The wording for the state of an answer. */

import type { AbstentionReason } from "@/api/types";
import type { Answer } from "./answer";

export const ABSTENTIONS: Record<AbstentionReason, string> = {
  no_documents: "There are no documents to answer from yet. Add one and ask again.",
  nothing_relevant: "Nothing in your documents comes close enough to this question.",
  not_answered_by_passages: "The closest passages were read, and the answer is not in them.",
};

/** Says how an answer ended; null if it ended normally. */
export function endingOf(answer: Answer): string | null {
  if (answer.status === "lost") {
    return "The server does not answer any more. The answer goes on being written there, and nothing of it is lost.";
  }
  if (answer.status === "failed") return answer.error ?? failureOf(answer);
  switch (answer.finishReason) {
    case "cancelled":
      return answer.text
        ? "You stopped this answer. What was written is kept."
        : "You stopped this answer before anything was written.";
    case "length":
      return "The answer reached the greatest length that is allowed, so it ends here. Ask for the rest, or ask a narrower question.";
    case "abstained":
      return answer.reason && ABSTENTIONS[answer.reason];
    default:
      return null;
  }
}

function failureOf({ finishReason, text }: Answer): string {
  const kept = text ? "What was written until then is kept." : "Nothing was written until then.";
  return finishReason === "interrupted"
    ? `The server stopped in the middle of this answer. ${kept} You can ask again.`
    : `This answer broke off. ${kept} You can ask again.`;
}

/** Says how much of an answer verified quotations support; null if no sentence counts. */
export function groundednessOf(answer: Answer): string | null {
  const { groundedness, supported, sentences } = answer;
  if (groundedness === null || answer.text === "") return null;
  if (groundedness === 0) return "No sentence is backed by a verified quotation.";
  if (groundedness === 1) return "Every sentence is backed by a verified quotation.";
  if (supported !== null && sentences !== null) {
    return `${supported} of ${sentences} sentences are backed by a verified quotation.`;
  }
  // the answer was stored before the server sent the counts
  return `${Math.round(groundedness * 100)}% of the sentences are backed by a verified quotation.`;
}

/** Returns the beginning of a passage on one line. */
export function excerptOf(content: string, longest = 220): string {
  const line = content.replace(/\s+/g, " ").trim();
  if (line.length <= longest) return line;
  const cut = line.slice(0, longest);
  return `${cut.slice(0, Math.max(cut.lastIndexOf(" "), longest / 2))}…`;
}
