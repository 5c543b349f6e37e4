import type { ReactNode } from "react";
import styles from "./DocumentFacts.module.css";

/** A property of a document in the list of them. */
export function Fact({ name, children }: { name: ReactNode; children: ReactNode }) {
  return (
    <div className={styles.fact}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
