import { conditionOf, languageModelInWords, useHealth } from "@/lib/health";
import styles from "./ServerState.module.css";

/** Says what writes the answers, while the server can answer. */
export function ServerState() {
  const { data, error } = useHealth();
  const condition = conditionOf(data, error);
  if (condition.kind !== "well") return null;
  return <p className={styles.state}>{languageModelInWords(condition.languageModel)}</p>;
}
