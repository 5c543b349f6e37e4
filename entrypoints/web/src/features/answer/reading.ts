/** What an answer says of itself, in words. */

import { sliceByCodePoints, toIndex } from "@/api/codePoints";
import type { AbstentionReason, Citation } from "@/api/types";
import type { Answer } from "./answer";

export const ABSTENTIONS: Record<AbstentionReason, string> = {
  no_documents: "There are no documents to answer from yet. Add one and ask again.",
  nothing_relevant: "Nothing in your documents comes close enough to this question.",
  not_answered_by_passages: "The closest passages were read, and the answer is not in them.",
};

/** What there is to know of how an answer ended, unless it ended as it should. */
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

/** Says how much of an answer rests on verified quotations; null where there is nothing to say. */
export function groundednessOf(answer: Answer): string | null {
  const share = answer.groundedness;
  if (share === null || answer.text === "") return null;
  if (share === 0) return "No sentence is backed by a verified quotation.";
  if (share === 1) return "Every sentence is backed by a verified quotation.";
  const backed = backedSentences(answer);
  if (backed !== null) {
    const counted = backed / share;
    // the share comes with four decimals
    if (Math.abs(counted - Math.round(counted)) < 0.01) {
      return `${backed} of ${Math.round(counted)} sentences are backed by a verified quotation.`;
    }
  }
  return `${Math.round(share * 100)}% of the sentences are backed by a verified quotation.`;
}

const MARKER = /\[\d{1,3}\]/g;
const WORD = /[\u3040-\u30ff\u3400-\u9fff]|[\p{L}\p{N}]+/gu;
const HEADING = /^\s*#{1,6}\s/;
const FEWEST_WORDS = 3;

/** Counts the sentences with a verified citation; null if it may not be those that the server counted. */
function backedSentences({ text, citations }: Answer): number | null {
  if (citations.some(({ verified }) => !verified)) return null;
  const sentences = new Map(citations.map((citation) => [citation.answer_start, citation]));
  const areCounted = [...sentences.values()].every((citation) => isCounted(text, citation));
  return areCounted ? sentences.size : null;
}

/** Whether a sentence is one that should have a source: no heading, and three words or more. */
function isCounted(text: string, { answer_start, answer_end }: Citation): boolean {
  const words = sliceByCodePoints(text, answer_start, answer_end).replace(MARKER, "");
  const start = toIndex(text, answer_start);
  const line = text.slice(text.lastIndexOf("\n", start - 1) + 1, start);
  return (words.match(WORD)?.length ?? 0) >= FEWEST_WORDS && !HEADING.test(line);
}

/** Returns the beginning of a passage, on one line. */
export function excerptOf(content: string, longest = 220): string {
  const line = content.replace(/\s+/g, " ").trim();
  if (line.length <= longest) return line;
  const cut = line.slice(0, longest);
  return `${cut.slice(0, Math.max(cut.lastIndexOf(" "), longest / 2))}…`;
}
