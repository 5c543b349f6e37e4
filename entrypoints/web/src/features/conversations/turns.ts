/** A conversation as turns: each question with its answer. */

import type { Message } from "@/api/types";
import type { LiveAnswer } from "@/features/answer";
import { type Answer, isOpen } from "@/features/answer";

/**
 * A question with its answer: `live` while it streams in, `stored` as the server has it.
 *
 * The history only grows at its end, so the index of a turn is a stable key: before the answer
 * has an id, while it is written, and after a reload.
 */
export interface Turn {
  question: string;
  stored: Message | null;
  live: Answer | null;
}

/** Returns the turns of a history, with the live answer inserted. */
export function turnsOf(messages: readonly Message[], live: LiveAnswer | null): Turn[] {
  const turns: Turn[] = [];
  for (const message of messages) {
    const last = turns.at(-1);
    if (message.role === "user") {
      turns.push({ question: message.content, stored: null, live: null });
    } else if (last !== undefined && last.stored === null) {
      last.stored = message;
    }
  }
  if (live === null) return turns;
  const place = turns.findLast((turn) => isSame(turn, live.answer));
  if (place) place.live = live.answer;
  else turns.push({ question: live.question, stored: null, live: live.answer });
  return turns;
}

/** Returns the unfinished answer of a history with its question; null if there is none. */
export function openTurn(messages: readonly Message[]): { question: string; id: string } | null {
  const last = turnsOf(messages, null).at(-1);
  if (!last?.stored || last.stored.finish_reason !== null) return null;
  return { question: last.question, id: last.stored.message_id };
}

function isSame({ stored }: Turn, answer: Answer): boolean {
  if (stored === null) return false;
  if (answer.messageId !== null) return stored.message_id === answer.messageId;
  // a session has at most one unfinished answer; the live one has no id yet, so it is this one
  return isOpen(answer) && stored.finish_reason === null;
}
