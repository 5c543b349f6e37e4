import { useId, useRef, useState } from "react";
import type { Citation, Feedback } from "@/api/types";
import { errorInWords } from "@/lib/errorInWords";
import { Button, IconButton } from "@/ui/Button";
import { BadIcon, GoodIcon } from "@/ui/icons";
import { Notice } from "@/ui/Notice";
import { VisuallyHidden } from "@/ui/VisuallyHidden";
import { t } from "@/words";
import styles from "./AnswerFeedback.module.css";
import { type Rating, useRating } from "./useRating";

interface Props {
  messageId: string;
  citations: readonly Citation[];
}

/** Says whether an answer helped, and what was wrong with it. */
export function AnswerFeedback({ messageId, citations }: Props) {
  const { given, rate, error } = useRating(messageId);
  const [asking, setAsking] = useState(false);
  const bad = useRef<HTMLButtonElement>(null);

  const choose = (verdict: Rating["verdict"]) => {
    const isTakenBack = given?.verdict === verdict;
    setAsking(verdict === "bad" && !isTakenBack);
    const wrong = verdict === "bad" ? (given?.wrong_quotations ?? []) : [];
    rate(isTakenBack ? null : { verdict, wrong_quotations: wrong, note: given?.note ?? "" });
  };
  const close = () => {
    setAsking(false);
    bad.current?.focus();
  };

  return (
    <div className={styles.feedback} data-screen-only>
      <div className={styles.thumbs}>
        <IconButton
          label={t.conversations.goodAnswer}
          icon={<GoodIcon />}
          aria-pressed={given?.verdict === "good"}
          onClick={() => choose("good")}
        />
        <IconButton
          ref={bad}
          label={t.conversations.badAnswer}
          icon={<BadIcon />}
          aria-pressed={given?.verdict === "bad"}
          onClick={() => choose("bad")}
        />
        {given && !asking && <span className={styles.thanks}>{summaryOf(given)}</span>}
        {given?.verdict === "bad" && !asking && (
          <Button look="quiet" onClick={() => setAsking(true)}>
            {t.conversations.sayMore}
          </Button>
        )}
        <VisuallyHidden>
          <span role="status">{given ? t.conversations.feedbackSaved : ""}</span>
        </VisuallyHidden>
      </div>
      {error && <Notice kind="error">{errorInWords(error)}</Notice>}
      {asking && given && (
        <Details
          key={messageId}
          citations={citations}
          given={given}
          onSend={(rating) => {
            rate(rating);
            close();
          }}
          onClose={close}
        />
      )}
    </div>
  );
}

function summaryOf({ verdict, wrong_quotations: wrong }: Feedback): string {
  if (verdict === "good") return t.conversations.markedGood;
  if (wrong.length === 0) return t.conversations.markedBad;
  return t.conversations.wrongQuotations(wrong.length);
}

interface DetailsProps {
  citations: readonly Citation[];
  given: Feedback;
  onSend(rating: Rating): void;
  onClose(): void;
}

/** Asks which quotations are wrong, and what else there is to say. */
function Details({ citations, given, onSend, onClose }: DetailsProps) {
  const id = useId();
  const [wrong, setWrong] = useState<readonly string[]>(given.wrong_quotations);
  const [note, setNote] = useState(given.note);
  const toggle = (citation: string) =>
    setWrong((all) =>
      all.includes(citation) ? all.filter((each) => each !== citation) : [...all, citation],
    );
  return (
    <form
      className={styles.details}
      onKeyDown={(event) => {
        if (event.key !== "Escape" || event.nativeEvent.isComposing) return;
        event.preventDefault(); // so that it closes nothing else
        onClose();
      }}
      onSubmit={(event) => {
        event.preventDefault();
        onSend({ verdict: "bad", wrong_quotations: [...wrong], note });
      }}
    >
      {citations.length > 0 && (
        <fieldset className={styles.quotations}>
          <legend>{t.conversations.whichQuotations}</legend>
          {citations.map(({ citation_id, cited_text }) => (
            <label key={citation_id} className={styles.quotation}>
              <input
                type="checkbox"
                checked={wrong.includes(citation_id)}
                onChange={() => toggle(citation_id)}
              />
              <q dir="auto">{cited_text.trim()}</q>
            </label>
          ))}
        </fieldset>
      )}
      <label htmlFor={id}>{t.conversations.betterAnswer}</label>
      <textarea
        id={id}
        className={styles.note}
        rows={2}
        dir="auto"
        maxLength={2_000}
        value={note}
        onChange={(event) => setNote(event.target.value)}
      />
      <div className={styles.buttons}>
        <Button look="primary" type="submit">
          {t.common.save}
        </Button>
        <Button onClick={onClose}>{t.common.close}</Button>
      </div>
    </form>
  );
}
