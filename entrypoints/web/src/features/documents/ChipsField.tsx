import { type ReactNode, useId, useState } from "react";
import { errorInWords } from "@/lib/errorInWords";
import { Button } from "@/ui/Button";
import { VisuallyHidden } from "@/ui/VisuallyHidden";
import { t } from "@/words";
import styles from "./ChipsField.module.css";

interface Props {
  values: readonly string[];
  /** Names the field, such as "Add to a collection". */
  addLabel: string;
  /** Names the button that takes a value away. */
  removeLabel(value: string): string;
  /** What is announced once a change is saved. */
  savedMessage: string;
  isPending: boolean;
  isSaved: boolean;
  error: Error | null;
  /** Offered for what is typed. */
  options?: readonly string[];
  /** Draws a value; by default as its text. */
  children?(value: string): ReactNode;
  onSave(values: string[], added: () => void): void;
}

/** Words that are added and taken away one by one. */
export function ChipsField({ values, options = [], children, isPending, onSave, ...props }: Props) {
  const [typed, setTyped] = useState("");
  const id = useId();
  return (
    <form
      className={styles.chips}
      onSubmit={(event) => {
        event.preventDefault();
        if (typed.trim() !== "") onSave([...values, typed.trim()], () => setTyped(""));
      }}
    >
      {values.map((value) => (
        <span key={value} className={styles.chip}>
          {children ? children(value) : <bdi>{value}</bdi>}
          <Button
            look="quiet"
            disabled={isPending}
            aria-label={props.removeLabel(value)}
            onClick={() =>
              onSave(
                values.filter((each) => each !== value),
                () => undefined,
              )
            }
          >
            ×
          </Button>
        </span>
      ))}
      <input
        aria-label={props.addLabel}
        aria-describedby={props.error ? `${id}-error` : undefined}
        placeholder={props.addLabel}
        list={options.length > 0 ? `${id}-options` : undefined}
        value={typed}
        maxLength={200}
        onChange={({ target }) => setTyped(target.value)}
      />
      {options.length > 0 && (
        <datalist id={`${id}-options`}>
          {options.map((each) => (
            <option key={each} value={each} />
          ))}
        </datalist>
      )}
      {typed.trim() !== "" && (
        <Button look="quiet" type="submit" disabled={isPending}>
          {t.common.add}
        </Button>
      )}
      {props.error && (
        <span id={`${id}-error`} role="alert" className={styles.error}>
          {errorInWords(props.error)}
        </span>
      )}
      <VisuallyHidden>
        <span role="status">{props.isSaved ? props.savedMessage : ""}</span>
      </VisuallyHidden>
    </form>
  );
}
