import { conditionOf, languageModelInWords, useHealth } from "@/lib/health";
import { Button } from "@/ui/Button";
import { Spinner } from "@/ui/Spinner";
import styles from "./ServerState.module.css";

interface Props {
  /** Renders nothing while the server is healthy. */
  troubleOnly?: boolean;
}

/** Shows which model writes the answers, or why the server cannot answer. */
export function ServerState({ troubleOnly = false }: Props) {
  const { data, error, refetch } = useHealth();
  const condition = conditionOf(data, error);

  return (
    <div className={styles.state} role="status">
      {condition.kind === "well" && !troubleOnly && (
        <p className={styles.well}>{languageModelInWords(condition.languageModel)}</p>
      )}
      {condition.kind === "starting" && (
        <p className={styles.starting}>
          <Spinner />
          {condition.message}
        </p>
      )}
      {condition.kind === "trouble" && (
        <div className={styles.trouble}>
          <p>{condition.message}</p>
          <Button onClick={() => void refetch()}>Try again</Button>
        </div>
      )}
    </div>
  );
}
