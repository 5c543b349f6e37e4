import { type KeyboardEvent, type ReactNode, type Ref, useId } from "react";
import { codePointLength } from "@/api/codePoints";
import { IconButton } from "@/ui/Button";
import { SendIcon, StopIcon } from "@/ui/icons";
import { VisuallyHidden } from "@/ui/VisuallyHidden";
import styles from "./Composer.module.css";

/** The server refuses longer questions. */
const MAX_LENGTH = 32_000;

interface Props {
  text: string;
  onText(text: string): void;
  onSend(question: string): void;
  /** An answer is being written: the next question has to wait. */
  busy: boolean;
  onStop(): void;
  /** Something to know about this question, above the field. */
  note?: ReactNode;
  field?: Ref<HTMLTextAreaElement>;
}

/** Where questions are typed. */
export function Composer({ text, onText, onSend, busy, onStop, note, field }: Props) {
  const id = useId();
  const question = text.trim();
  const excess = codePointLength(question) - MAX_LENGTH;
  const sendable = question !== "" && excess <= 0 && !busy;

  const send = () => {
    if (sendable) onSend(question);
  };

  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
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
      {/* stands here before there is anything to say, or it would not be read aloud */}
      <div className={styles.note} role="status">
        {note}
      </div>
      <div className={styles.box}>
        <VisuallyHidden>
          <label htmlFor={id}>Your question</label>
        </VisuallyHidden>
        {/* the grid cell grows with a copy of the text that the stylesheet draws behind it */}
        <div className={styles.grow} data-text={text}>
          <textarea
            id={id}
            ref={field}
            rows={1}
            value={text}
            placeholder="Ask your documents"
            enterKeyHint="send"
            aria-describedby={`${id}-hint`}
            aria-invalid={excess > 0}
            onChange={(event) => onText(event.target.value)}
            onKeyDown={onKeyDown}
          />
        </div>
        {busy ? (
          <IconButton className={styles.stop} label="Stop" icon={<StopIcon />} onClick={onStop} />
        ) : (
          <IconButton
            type="submit"
            className={styles.send}
            label="Send"
            icon={<SendIcon />}
            disabled={!sendable}
          />
        )}
      </div>
      <p id={`${id}-hint`} className={styles.hint} aria-live={excess > 0 ? "polite" : undefined}>
        {excess > 0 ? (
          <strong className={styles.excess}>
            {excess.toLocaleString("en")} {excess === 1 ? "character" : "characters"} too many: a
            question may have {MAX_LENGTH.toLocaleString("en")}.
          </strong>
        ) : busy ? (
          "You can send this once the answer is written."
        ) : (
          "Enter sends, Shift+Enter breaks the line."
        )}
      </p>
    </form>
  );
}

/** Whether Enter belongs to an input method, which takes it to choose a word. */
function isComposing({ nativeEvent }: KeyboardEvent): boolean {
  // Safari ends the composition before it tells of the key, and marks the key with 229
  return nativeEvent.isComposing || nativeEvent.keyCode === 229;
}
