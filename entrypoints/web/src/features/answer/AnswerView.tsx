import { type ReactNode, useMemo } from "react";
import type { Place } from "@/lib/place";
import { usePrinting } from "@/lib/usePrinting";
import { Button } from "@/ui/Button";
import { LayersIcon, RepeatIcon, StopIcon } from "@/ui/icons";
import { Notice } from "@/ui/Notice";
import { Spinner } from "@/ui/Spinner";
import { AnswerAnnouncer } from "./AnswerAnnouncer";
import { AnswerSources } from "./AnswerSources";
import { AnswerText } from "./AnswerText";
import styles from "./AnswerView.module.css";
import { type Answer, isOpen } from "./answer";
import { MarksContext } from "./CitationMark";
import { CopyMenu } from "./CopyMenu";
import { PrintedSources } from "./PrintedSources";
import { endingOf, groundednessOf } from "./reading";

interface Props {
  answer: Answer;
  onOpen(place: Place): void;
  onLookInside(): void;
  onStop(): void;
  onAskAgain(): void;
  /** Reconnects after the connection was given up. */
  onRetry(): void;
  /** What else can be done with an answer that has ended. */
  actions?: ReactNode;
}

/** An answer in any state, live or from the history. */
export function AnswerView({
  answer,
  onOpen,
  onLookInside,
  onStop,
  onAskAgain,
  onRetry,
  actions,
}: Props) {
  const open = isOpen(answer);
  const printing = usePrinting();
  const { sources } = answer;
  const marks = useMemo(() => ({ sources, open, onOpen }), [sources, open, onOpen]);
  return (
    <article className={styles.answer} aria-label="Answer">
      {answer.text !== "" && (
        <MarksContext value={marks}>
          <AnswerText
            text={answer.text}
            format={answer.format}
            markers={answer.markers}
            citations={answer.citations}
          />
        </MarksContext>
      )}
      {open ? (
        <Progress answer={answer} onStop={onStop} />
      ) : (
        <>
          <Fallback answer={answer} />
          <Ending answer={answer} onRetry={onRetry} />
          <div className={styles.bar}>
            {answer.text !== "" && <CopyMenu answer={answer} />}
            {answer.status !== "lost" && (
              <Button look="quiet" icon={<RepeatIcon />} onClick={onAskAgain}>
                Ask again
              </Button>
            )}
            {answer.messageId !== null && !answer.withheld && (
              <Button look="quiet" icon={<LayersIcon />} onClick={onLookInside}>
                Look inside
              </Button>
            )}
            {answer.cached && <span className={styles.memory}>Cached</span>}
            <Writer answer={answer} />
          </div>
          {actions}
          <Groundedness answer={answer} />
          {printing ? (
            <PrintedSources answer={answer} />
          ) : (
            <AnswerSources answer={answer} onOpen={onOpen} />
          )}
        </>
      )}
      <AnswerAnnouncer answer={answer} />
    </article>
  );
}

function Progress({ answer, onStop }: { answer: Answer; onStop(): void }) {
  return (
    <>
      <div className={styles.bar}>
        <span className={styles.progress}>
          <Spinner />
          {progressOf(answer)}
        </span>
        <Button look="quiet" icon={<StopIcon />} onClick={onStop}>
          Stop
        </Button>
      </div>
      {answer.error !== null && <Notice kind="warning">{answer.error}</Notice>}
    </>
  );
}

function progressOf({ status, sent, text, sources }: Answer): string {
  if (status === "reconnecting" && !sent) return "Trying to send the question…";
  if (status === "reconnecting") return "Connection lost. Reconnecting…";
  if (text !== "") return "Writing…";
  if (sources.length === 0) return "Searching…";
  return sources.length === 1 ? "Reading 1 passage…" : `Reading ${sources.length} passages…`;
}

function Ending({ answer, onRetry }: { answer: Answer; onRetry(): void }) {
  const ending = endingOf(answer);
  if (ending === null) return null;
  const isLost = answer.status === "lost";
  const isTrouble = isLost || answer.status === "failed" || answer.finishReason === "length";
  return (
    <Notice
      kind={isTrouble ? "warning" : "info"}
      actions={isLost && <Button onClick={onRetry}>Try again</Button>}
    >
      {ending}
    </Notice>
  );
}

/** Says who wrote an answer. */
function Writer({ answer }: { answer: Answer }) {
  if (answer.model === null) return null;
  return (
    <span className={styles.model}>
      {isQuoted(answer) ? (
        "Quoted from your documents, no language model"
      ) : (
        <>
          Answered by <bdi>{answer.model}</bdi>
        </>
      )}
    </span>
  );
}

/** Whether an answer consists of words of the documents, which no language model wrote. */
function isQuoted({ format, citations }: Answer): boolean {
  return format === "literal" && citations.length > 0;
}

/** Says why another model than the chosen one wrote an answer. */
function Fallback({ answer }: { answer: Answer }) {
  if (answer.fallbackFrom.length === 0) return null;
  return (
    <Notice kind="warning">
      {answer.fallbackFrom.map((failed) => (
        <p key={failed.model}>
          <bdi>{failed.model}</bdi> did not answer. {failed.reason}
        </p>
      ))}
      <p>
        {isQuoted(answer) ? (
          "So the answer quotes your documents, without a language model."
        ) : (
          <>
            So <bdi>{answer.model}</bdi> answered.
          </>
        )}
      </p>
    </Notice>
  );
}

function Groundedness({ answer }: { answer: Answer }) {
  const words = groundednessOf(answer);
  return words && <p className={styles.groundedness}>{words}</p>;
}
