import type { ReactNode } from "react";
import styles from "./Notice.module.css";

interface Props {
  kind?: "info" | "warning" | "error";
  children: ReactNode;
  /** Buttons shown below the text. */
  actions?: ReactNode;
}

/** A message to the user. Screen readers announce an error when it appears. */
export function Notice({ kind = "info", children, actions }: Props) {
  return (
    <div
      className={`${styles.notice} ${styles[kind]}`}
      role={kind === "error" ? "alert" : undefined}
    >
      <div className={styles.body}>{children}</div>
      {actions && <div className={styles.actions}>{actions}</div>}
    </div>
  );
}
