import type { ReactNode } from "react";
import styles from "./OwnDirection.module.css";

/**
 * A line of words in their own direction, such as a title.
 *
 * It begins at the side where the lines of the page begin, and is cut off at its own end.
 */
export function OwnDirection({ children }: { children: ReactNode }) {
  return <bdi className={styles.line}>{children}</bdi>;
}
