import { type CSSProperties, type ReactNode, useEffect, useMemo } from "react";
import type { Place } from "@/lib/place";
import { usePrinting } from "@/lib/usePrinting";
import { Button } from "@/ui/Button";
import { LayersIcon, RepeatIcon } from "@/ui/icons";
import { Notice } from "@/ui/Notice";
import { Spinner } from "@/ui/Spinner";
import { t } from "@/words";
import { number } from "@/words/format";
import { AnswerAnnouncer } from "./AnswerAnnouncer";
import { AnswerSources, NearestPassages } from "./AnswerSources";
import { AnswerText } from "./AnswerText";
import styles from "./AnswerView.module.css";
import { type Answer, isOpen } from "./answer";
import { MarksContext } from "./CitationMark";
import { CopyMenu } from "./CopyMenu";
import { NextSteps } from "./NextSteps";
import { PrintedSources } from "./PrintedSources";
import { endingOf, inOwnLanguage } from "./reading";
import { useSourceNumbers } from "./sourceNumbers";
import { TrustBadge } from "./TrustBadge";
import { trustOf } from "./trust";

interface Props {
  answer: Answer;
  /** Whether no other answer follows it. */
  isNewest: boolean;
  onOpen(place: Place): void;
  onLookInside(): void;
  onAskAgain(): void;
  /** Offers to ask the same in other words. */
  onAskOtherwise(): void;
  /** Asks again for quotations, without a chat model; missing if no chat model was to answer. */
  onQuote?: (() => void) | undefined;
  /** Reconnects after the connection was given up. */
  onRetry(): void;
  /** What else can be done with an answer that has ended. */
  actions?: ReactNode;
}

/** An answer in any state, live or from the history. */
export function AnswerView({ isNewest, onOpen, actions, ...props }: Props) {
  const { onLookInside, onAskAgain, onAskOtherwise, onQuote, onRetry } = props;
  const answer = inOwnLanguage(props.answer);
  const open = isOpen(answer);
  const printing = usePrinting();
  const isAbstained = answer.finishReason === "abstained";
  const { sources } = answer;
  const numbers = useSourceNumbers(answer);
  const marks = useMemo(
    () => ({ sources, numbers, open, onOpen }),
    [sources, numbers, open, onOpen],
  );
  return (
    <article className={styles.answer} aria-label={t.answer.name} style={spoken()}>
      {printing ? <p>{trustOf(answer)?.explanation}</p> : <TrustBadge answer={answer} />}
      {answer.text !== "" && (
        <MarksContext value={marks}>
          <AnswerText
            text={answer.text}
            format={answer.format}
            markers={answer.markers}
            citations={answer.citations}
            unsupported={answer.unsupported}
            isGrowing={open}
          />
        </MarksContext>
      )}
      {open ? (
        <Progress answer={answer} />
      ) : (
        <>
          <Fallback answer={answer} />
          <Ending answer={answer} onRetry={onRetry} onQuote={onQuote} />
          {isAbstained && <NextSteps answer={answer} onAskOtherwise={onAskOtherwise} />}
          {isAbstained && !printing && <NearestPassages answer={answer} onOpen={onOpen} />}
          <div className={styles.bar}>
            {answer.text !== "" && !isAbstained && <CopyMenu answer={answer} />}
            {answer.status !== "lost" && (
              <Button look="quiet" icon={<RepeatIcon />} onClick={onAskAgain}>
                {t.answer.askAgain}
              </Button>
            )}
            {answer.messageId !== null && !answer.withheld && (
              <Button look="quiet" icon={<LayersIcon />} onClick={onLookInside}>
                {t.common.lookInside}
              </Button>
            )}
            {answer.cached && <span className={styles.memory}>{t.answer.cached}</span>}
            <Writer answer={answer} />
          </div>
          {actions}
          {printing && <PrintedSources answer={answer} />}
          {!printing && !isAbstained && (
            <AnswerSources answer={answer} isNewest={isNewest} onOpen={onOpen} />
          )}
        </>
      )}
      <AnswerAnnouncer answer={answer} />
    </article>
  );
}

/** Returns the words that style sheets have screen readers say. */
function spoken(): CSSProperties {
  return { "--no-source": JSON.stringify(` (${t.answer.noSource})`) } as CSSProperties;
}

/**
 * Says what an answer waits for.
 *
 * While its text comes, the badge above says so: a line below would move with every word.
 */
function Progress({ answer }: { answer: Answer }) {
  const comes = answer.text !== "" && answer.status !== "reconnecting";
  useEffect(() => {
    // the first takes 30 ms, which nobody notices while the server searches
    const timer = setTimeout(() => number(0));
    return () => clearTimeout(timer);
  }, []);
  return (
    <>
      {!comes && (
        <p className={styles.progress}>
          <Spinner />
          {progressOf(answer)}
        </p>
      )}
      {answer.error !== null && <Notice kind="warning">{answer.error}</Notice>}
    </>
  );
}

function progressOf({ status, sent, sources }: Answer): string {
  if (status === "reconnecting" && !sent) return t.answer.tryingToSend;
  if (status === "reconnecting") return t.answer.reconnecting;
  if (sources.length === 0) return t.common.searching;
  return t.answer.reading(sources.length);
}

type EndingProps = Pick<Props, "answer" | "onRetry" | "onQuote">;

function Ending({ answer, onRetry, onQuote }: EndingProps) {
  const ending = endingOf(answer);
  if (ending === null) return null;
  const isLost = answer.status === "lost";
  const isTrouble = isLost || answer.status === "failed" || answer.finishReason === "length";
  return (
    <Notice
      kind={isTrouble ? "warning" : "info"}
      actions={
        isLost ? (
          <Button onClick={onRetry}>{t.common.tryAgain}</Button>
        ) : (
          answer.status === "failed" &&
          answer.messageId !== null &&
          onQuote && <Button onClick={onQuote}>{t.answer.answerWithQuotations}</Button>
        )
      }
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
      {isQuoted(answer) ? t.answer.quotedOnly : t.answer.answeredBy(<bdi>{answer.model}</bdi>)}
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
        <p key={failed.model}>{t.answer.didNotAnswer(<bdi>{failed.model}</bdi>, failed.reason)}</p>
      ))}
      <p>{isQuoted(answer) ? t.answer.soQuoted : t.answer.soAnswered(<bdi>{answer.model}</bdi>)}</p>
    </Notice>
  );
}
