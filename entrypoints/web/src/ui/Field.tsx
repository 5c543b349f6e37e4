import { type ReactNode, useId } from "react";
import styles from "./Field.module.css";

interface Props {
  label: string;
  hint?: string;
  /** Draws the control with the attributes that bind it to its label and hint. */
  children(field: { id: string; "aria-describedby": string | undefined }): ReactNode;
}

/** A control with its label above it and a hint below it. */
export function Field({ label, hint, children }: Props) {
  const id = useId();
  return (
    <p className={styles.field}>
      <label htmlFor={id}>{label}</label>
      {children({ id, "aria-describedby": hint && `${id}-hint` })}
      {hint && (
        <small id={`${id}-hint`} className={styles.hint}>
          {hint}
        </small>
      )}
    </p>
  );
}
