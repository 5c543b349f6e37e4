import styles from "./Spinner.module.css";

/** Shows that something goes on; what it is has to be said in words beside it. */
export function Spinner() {
  return <span className={styles.spinner} aria-hidden="true" />;
}
