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

/**
 * Returns the turns of a history, with the answers of this visit inserted.
 *
 * An answer that the history lacks stands before those that were asked after it.
 */
export function turnsOf(messages: readonly Message[], lives: readonly LiveAnswer[]): Turn[] {
  const turns: Turn[] = [];
  for (const message of messages) {
    const last = turns.at(-1);
    if (message.role === "user") {
      turns.push({ question: message.content, stored: null, live: null });
    } else if (last !== undefined && last.stored === null) {
      last.stored = message;
    }
  }
  let place = turns.length;
  for (const { question, answer } of [...lives].reverse()) {
    const found = turns.findLastIndex((turn) => isSame(turn, question, answer));
    const turn = turns[found];
    if (turn) {
      turn.live = answer;
      place = found;
    } else {
      turns.splice(place, 0, { question, stored: null, live: answer });
    }
  }
  return turns;
}

/** Returns the unfinished answer of a history with its question; null if there is none. */
export function openTurn(messages: readonly Message[]): { question: string; id: string } | null {
  const last = turnsOf(messages, []).at(-1);
  if (!last?.stored || last.stored.finish_reason !== null) return null;
  return { question: last.question, id: last.stored.message_id };
}

function isSame({ question, stored, live }: Turn, asked: string, answer: Answer): boolean {
  if (stored === null || live !== null) return false;
  if (answer.messageId !== null) return stored.message_id === answer.messageId;
  // a session has at most one unfinished answer; if the live one has no id yet, it is this one
  return isOpen(answer) && stored.finish_reason === null && question === asked;
}
