/** A conversation as turns: each question with its answer. */

import type { Message, Within } from "@/api/types";
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
  /** The message of the question; null until the history has it. */
  questionId: string | null;
  /** Which documents it was asked of; null for all. */
  within: Within | null;
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
      turns.push({
        question: message.content,
        questionId: message.message_id,
        within: message.within,
        stored: null,
        live: null,
      });
    } else if (last !== undefined && last.stored === null) {
      last.stored = message;
    }
  }
  const followed = new Set(lives.map(({ answer }) => answer.messageId));
  let place = turns.length;
  for (const each of [...lives].reverse()) {
    const { question, answer, asked } = each;
    const found =
      answer.messageId === null
        ? placeOfAsked(turns, each, followed)
        : turns.findLastIndex(({ stored }) => stored?.message_id === answer.messageId);
    const turn = turns[found];
    if (turn) {
      turn.live = answer;
      place = found;
    } else {
      turns.splice(place, 0, {
        question,
        questionId: null,
        within: (asked ?? each).within ?? null,
        stored: null,
        live: answer,
      });
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

/** Whether the history has the end of an answer. */
export function isEnded({ stored }: Turn): boolean {
  return stored !== null && stored.finish_reason !== null;
}

/**
 * Returns the index of the turn that a question without a message id became; -1 if there is none.
 *
 * The connection may break after the server has stored a question, before its id arrives.
 */
function placeOfAsked(
  turns: readonly Turn[],
  { question, answer, asked }: LiveAnswer,
  followed: ReadonlySet<string | null>,
): number {
  if (answer.status === "failed") return -1; // the server has rejected it
  const after = asked?.after;
  const newest = after ? turns.findIndex(({ stored }) => stored?.message_id === after) : -1;
  const isOfHistory = asked !== undefined && (after === null || newest >= 0);
  return turns.findLastIndex(
    (turn, index) =>
      turn.question === question &&
      turn.stored !== null &&
      turn.live === null &&
      !followed.has(turn.stored.message_id) &&
      // a session has at most one unfinished answer; if the live one has no id yet, it is this one
      ((isOpen(answer) && !isEnded(turn)) || (isOfHistory && index > newest)),
  );
}
