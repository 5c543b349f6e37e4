/** A conversation as its readers see it: questions, each with the answer below it. */

import type { Message } from "@/api/types";
import type { LiveAnswer } from "@/features/answer";
import { type Answer, isOpen } from "@/features/answer";

/**
 * A question with its answer: `live` as it comes in, `kept` as the server has it.
 *
 * History only grows at its end, so that a turn's place in it names it for good: before its
 * answer has an id, while it is written, and when it is read again.
 */
export interface Turn {
  question: string;
  kept: Message | null;
  live: Answer | null;
}

/** Returns the turns of a history, with the live answer in its place. */
export function turnsOf(messages: readonly Message[], live: LiveAnswer | null): Turn[] {
  const turns: Turn[] = [];
  for (const message of messages) {
    const last = turns.at(-1);
    if (message.role === "user") {
      turns.push({ question: message.content, kept: null, live: null });
    } else if (last !== undefined && last.kept === null) {
      last.kept = message;
    }
  }
  if (live === null) return turns;
  const place = turns.findLast((turn) => isSame(turn, live.answer));
  if (place) place.live = live.answer;
  else turns.push({ question: live.question, kept: null, live: live.answer });
  return turns;
}

/** Returns the answer of a history that is still being written, with its question. */
export function openTurn(messages: readonly Message[]): { question: string; id: string } | null {
  const last = turnsOf(messages, null).at(-1);
  if (!last?.kept || last.kept.finish_reason !== null) return null;
  return { question: last.question, id: last.kept.message_id };
}

function isSame({ kept }: Turn, answer: Answer): boolean {
  if (kept === null) return false;
  if (answer.messageId !== null) return kept.message_id === answer.messageId;
  // a session writes one answer at a time: the open one is this, and has not said its id yet
  return isOpen(answer) && kept.finish_reason === null;
}
