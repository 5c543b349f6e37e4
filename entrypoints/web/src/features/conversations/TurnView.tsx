import { memo, useCallback, useMemo } from "react";
import type { Within } from "@/api/types";
import { type Answer, AnswerView, fromMessage, isOpen } from "@/features/answer";
import type { Place } from "@/lib/place";
import { useWords } from "@/words";
import { AnswerFeedback } from "./AnswerFeedback";
import { QuestionView } from "./QuestionView";
import type { Turn } from "./turns";

/** The actions on a question and its answer. */
export interface TurnActions {
  onEdit(question: string): void;
  onOpen(place: Place, messageId: string | null): void;
  onLookInside(messageId: string): void;
  /** Follows the answer again, or sends its question again if it was not sent. */
  onRetry(question: string, answer: Answer, within: Within | null): void;
  /** Asks the question again, bypassing the answer cache. */
  onAskAgain(question: string, within: Within | null): void;
  onAsk(question: string): void;
  /** Asks again for quotations; missing if no chat model is to answer. */
  onQuote?: ((question: string, within: Within | null) => void) | undefined;
}

interface Props extends Turn {
  /** The number of the turn in the conversation, from 1. */
  number: number;
  isNewest: boolean;
  actions: TurnActions;
}

/** A question and its answer. */
export const TurnView = memo(function TurnView(turn: Props) {
  const { number, isNewest, question, within, stored, live, actions } = turn;
  const { onQuote } = actions;
  useWords();
  const fromHistory = useMemo(() => stored && fromMessage(stored), [stored]);
  const answer = useMemo(() => mergeAnswers(live, fromHistory), [live, fromHistory]);
  const messageId = answer?.messageId ?? null;
  const onOpen = useCallback(
    (place: Place) => actions.onOpen(place, messageId),
    [actions, messageId],
  );
  return (
    <>
      <QuestionView number={number} question={question} within={within} onEdit={actions.onEdit} />
      {answer && (
        <AnswerView
          answer={answer}
          isNewest={isNewest}
          onOpen={onOpen}
          onLookInside={() => {
            if (answer.messageId !== null) actions.onLookInside(answer.messageId);
          }}
          onRetry={() => actions.onRetry(question, answer, within)}
          onAskAgain={() => {
            if (answer.messageId === null) actions.onRetry(question, answer, within);
            else actions.onAskAgain(question, within);
          }}
          actions={
            messageId !== null &&
            canBeRated(answer) && (
              <AnswerFeedback messageId={messageId} citations={answer.citations} />
            )
          }
          onAskOtherwise={() => actions.onEdit(question)}
          onQuote={onQuote && (() => onQuote(question, within))}
        />
      )}
    </>
  );
});

/** Whether there is an answer to say something about. */
function canBeRated(answer: Answer): boolean {
  return !isOpen(answer) && answer.status !== "lost" && !answer.withheld;
}

/** Merges the live answer with the stored one. */
function mergeAnswers(live: Answer | null, fromHistory: Answer | null): Answer | null {
  if (live === null || fromHistory === null) return live ?? fromHistory;
  if (isOpen(fromHistory)) {
    // a resumed stream starts from its first event; show the stored text until it has caught up
    return isOpen(live) && live.text.length < fromHistory.text.length ? fromHistory : live;
  }
  if (live.status === "lost") return fromHistory;
  if (live.status !== "done") return live; // it has the error, or is about to end
  // the history is authoritative; these are known from the stream
  const { searched, cached, usage, timings, lastEventId } = live;
  return { ...fromHistory, searched, cached, usage, timings, lastEventId };
}
