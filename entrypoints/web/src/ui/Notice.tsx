import type { ReactNode } from "react";
import styles from "./Notice.module.css";

interface Props {
  kind?: "info" | "warning" | "error";
  children: ReactNode;
  /** What can be done about it. */
  actions?: ReactNode;
}

/** Something to know. An error is read aloud when it appears. */
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
