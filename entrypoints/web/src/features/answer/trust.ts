/** How far an answer is backed by its sources, in a few words. */

import { t } from "@/words";
import { type Answer, isOpen } from "./answer";
import { deletedDocuments, groundednessOf } from "./reading";

/**
 * What the badge of an answer says.
 *
 * `all`, `part` or `none` of its sentences are verified · `checking` · `unchecked`: it ended before
 * all of it was · `plain`: nothing in it needs a source · `no_answer`: the documents have none.
 */
export type Trust = "all" | "part" | "none" | "checking" | "unchecked" | "plain" | "no_answer";

export interface TrustBadge {
  trust: Trust;
  words: string;
  /** The whole sentence; null if the words say all. */
  explanation: string | null;
}

/** Returns what is said at the top of an answer; null if it has no text. */
export function trustOf(answer: Answer): TrustBadge | null {
  if (answer.finishReason === "abstained") return badge("no_answer", withoutAnswer(answer));
  if (answer.text === "") return null;
  if (isOpen(answer)) return badge("checking", t.answer.trust.checking);
  if (answer.groundedness !== null) return verified(answer, answer.groundedness);
  const isWhole = answer.finishReason === "stop" || answer.finishReason === "length";
  if (!isWhole) return badge("unchecked", t.answer.trust.unchecked);
  return badge("plain", t.answer.trust.plain);
}

function withoutAnswer({ reason }: Answer): string {
  return reason === "no_documents" ? t.answer.trust.noDocuments : t.answer.trust.noAnswer;
}

function verified(answer: Answer, groundedness: number): TrustBadge {
  const trust = groundedness === 1 ? "all" : groundedness === 0 ? "none" : "part";
  const deleted = deletedDocuments(answer);
  const checked = verifiedSentences(answer, groundedness);
  const words = deleted === 0 ? checked : t.answer.trust.deletedSince(checked, deleted);
  return { trust, words, explanation: groundednessOf(answer) };
}

function verifiedSentences({ supported, sentences }: Answer, groundedness: number): string {
  if (groundedness === 1) return t.answer.trust.all;
  if (groundedness === 0) return t.answer.trust.none;
  if (supported !== null && sentences !== null) {
    return t.answer.trust.some(supported, sentences);
  }
  return t.answer.trust.share(groundedness);
}

function badge(trust: Trust, words: string): TrustBadge {
  return { trust, words, explanation: null };
}
