import { codePointLength } from "@quoth/client";
import { type KeyboardEvent, type ReactNode, type Ref, useId } from "react";
import { IconButton } from "@/ui/Button";
import { SendIcon, StopIcon } from "@/ui/icons";
import { VisuallyHidden } from "@/ui/VisuallyHidden";
import { t } from "@/words";
import styles from "./Composer.module.css";

/** The server rejects longer questions. */
const MAX_LENGTH = 32_000;

interface Props {
  text: string;
  onText(text: string): void;
  onSend(question: string): void;
  /** Whether an answer is being written; the next question must wait. */
  busy: boolean;
  onStop(): void;
  /** Brings the last question back into the empty field. */
  onRecall?: (() => void) | undefined;
  /** A note on this question, shown above the field. */
  note?: ReactNode;
  /** Chooses what is asked, shown below the field. */
  scope?: ReactNode;
  field?: Ref<HTMLTextAreaElement>;
}

/** The field for a question, with its send and stop buttons. */
export function Composer(props: Props) {
  const { text, onText, onSend, busy, onStop, onRecall, note, scope, field } = props;
  const id = useId();
  const question = text.trim();
  const excess = codePointLength(question) - MAX_LENGTH;
  const sendable = question !== "" && excess <= 0 && !busy;

  const send = () => {
    if (sendable) onSend(question);
  };

  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.key === "ArrowUp" && text === "" && onRecall && !isComposing(event)) {
      event.preventDefault();
      onRecall();
    }
    if (event.key !== "Enter" || event.shiftKey || isComposing(event)) return;
    event.preventDefault();
    send();
  };

  return (
    <form
      className={styles.composer}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      {/* a live region must exist before its content changes, or it is not announced */}
      <div className={styles.note} role="status">
        {note}
      </div>
      <div className={styles.box}>
        <VisuallyHidden>
          <label htmlFor={id}>{t.conversations.yourQuestion}</label>
        </VisuallyHidden>
        {/* the stylesheet renders a hidden copy of the text, which makes the grid cell grow */}
        <div className={styles.grow} data-text={text}>
          <textarea
            id={id}
            ref={field}
            data-question
            rows={1}
            // without text, the placeholder decides
            dir={text === "" ? undefined : "auto"}
            value={text}
            placeholder={t.conversations.askYourDocuments}
            enterKeyHint="send"
            aria-describedby={`${id}-hint`}
            aria-invalid={excess > 0}
            onChange={(event) => onText(event.target.value)}
            onKeyDown={onKeyDown}
          />
        </div>
        {busy ? (
          <IconButton
            key="stop"
            className={styles.stop}
            label={t.common.stop}
            title={t.conversations.stopWithKey}
            aria-keyshortcuts="Escape"
            icon={<StopIcon />}
            onClick={onStop}
          />
        ) : (
          <IconButton
            key="send" // another element, so that focus on one does not end up on the other
            type="submit"
            className={styles.send}
            label={t.conversations.send}
            icon={<SendIcon />}
            disabled={!sendable}
          />
        )}
      </div>
      <p id={`${id}-hint`} className={styles.hint} aria-live={excess > 0 ? "polite" : undefined}>
        {excess > 0 ? (
          <strong className={styles.excess}>{t.conversations.tooLong(excess, MAX_LENGTH)}</strong>
        ) : busy ? (
          t.conversations.sendLater
        ) : (
          t.conversations.keys
        )}
      </p>
      {/* as high as a choice from the beginning: what is loaded later moves nothing */}
      <div className={styles.choices}>{scope}</div>
    </form>
  );
}

/** Whether Enter confirms a word in an input method. */
function isComposing({ nativeEvent }: KeyboardEvent): boolean {
  // Safari ends the composition before the key event, and sets keyCode 229
  return nativeEvent.isComposing || nativeEvent.keyCode === 229;
}
