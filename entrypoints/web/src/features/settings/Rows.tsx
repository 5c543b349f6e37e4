import { type ReactNode, useId } from "react";
import styles from "./SettingsPage.module.css";

interface RowsProps {
  heading: string;
  children: ReactNode;
}

/** A section with rows of names and values. */
export function Rows({ heading, children }: RowsProps) {
  const id = useId();
  return (
    <section className={styles.section} aria-labelledby={id}>
      <h3 id={id} className={styles.heading}>
        {heading}
      </h3>
      <div>{children}</div>
    </section>
  );
}

interface RowProps {
  name: string;
  value: ReactNode;
  /** What it means. */
  what?: string;
  /** Where it is changed: a variable or a command. */
  place?: string;
}

/** A value with what it means, and where it is changed. */
export function Row({ name, value, what, place }: RowProps) {
  return (
    <dl className={styles.row}>
      <dt className={styles.name}>{name}</dt>
      <dd className={styles.value}>{value}</dd>
      {what && <dd className={styles.what}>{what}</dd>}
      {place && (
        <dd className={styles.place}>
          <code>{place}</code>
        </dd>
      )}
    </dl>
  );
}
