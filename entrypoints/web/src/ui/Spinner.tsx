import styles from "./Spinner.module.css";

/** Shows that work is in progress. The text beside it says what it is. */
export function Spinner() {
  return <span className={styles.spinner} aria-hidden="true" />;
}
