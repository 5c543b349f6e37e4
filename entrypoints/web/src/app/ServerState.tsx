import { conditionOf, languageModelInWords, useHealth } from "@/lib/health";
import styles from "./ServerState.module.css";

/** Says what writes the answers, while the server can answer. */
export function ServerState() {
  const { data, error } = useHealth();
  const condition = conditionOf(data, error);
  // there from the beginning, so that nothing moves when it is known
  return (
    <p className={styles.state}>
      {condition.kind === "well" && languageModelInWords(condition.languageModel)}
    </p>
  );
}
