import { memo, useMemo } from "react";
import { type Answer, AnswerView, fromMessage, isOpen } from "@/features/answer";
import type { Place } from "@/lib/place";
import { QuestionView } from "./QuestionView";
import type { Turn } from "./turns";

/** What can be done with a question and its answer. */
export interface TurnActions {
  onEdit(question: string): void;
  onOpen(place: Place): void;
  onLookInside(messageId: string, asked: string): void;
  onStop(): void;
  onRetry(question: string): void;
  /** Asks anew what memory may not answer. */
  onAskAgain(question: string): void;
  onAsk(question: string): void;
}

interface Props extends Turn {
  /** Which turn of the conversation it is, from 1. */
  number: number;
  actions: TurnActions;
}

/** A question and its answer. */
export const TurnView = memo(function TurnView({ number, question, kept, live, actions }: Props) {
  const read = useMemo(() => kept && fromMessage(kept), [kept]);
  const answer = useMemo(() => merged(live, read), [live, read]);
  return (
    <>
      <QuestionView number={number} question={question} onEdit={actions.onEdit} />
      {answer && (
        <AnswerView
          answer={answer}
          onOpen={actions.onOpen}
          onLookInside={() => {
            if (answer.messageId !== null) actions.onLookInside(answer.messageId, question);
          }}
          onStop={actions.onStop}
          onRetry={() => actions.onRetry(question)}
          onAskAgain={() => {
            if (answer.messageId === null) actions.onRetry(question);
            else actions.onAskAgain(question);
          }}
        />
      )}
    </>
  );
});

/** Returns the best that is known of an answer that comes in and is kept as well. */
function merged(live: Answer | null, read: Answer | null): Answer | null {
  if (live === null || read === null) return live ?? read;
  if (isOpen(read)) {
    // followed again it begins anew; until it has caught up, what was kept is shown
    return isOpen(live) && live.text.length < read.text.length ? read : live;
  }
  if (live.status !== "done") return live; // it says what went wrong, or is about to end
  // the history has the last word, and does not keep these
  const { searched, cached, usage, timings, lastEventId } = live;
  return { ...read, searched, cached, usage, timings, lastEventId };
}
