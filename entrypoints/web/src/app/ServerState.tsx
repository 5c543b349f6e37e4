import { languageModelInWords, troubleInWords, useHealth } from "@/lib/health";
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
  const trouble = error?.message ?? (data && troubleInWords(data)) ?? null;
  const starting = error === null && data?.database === "connected";

  return (
    <div className={styles.state} role="status">
      {trouble === null && data && !troubleOnly && (
        <p className={styles.well}>{languageModelInWords(data.language_model)}</p>
      )}
      {trouble !== null && starting && (
        <p className={styles.starting}>
          <Spinner />
          {trouble}
        </p>
      )}
      {trouble !== null && !starting && (
        <div className={styles.trouble}>
          <p>{trouble}</p>
          <Button onClick={() => void refetch()}>Try again</Button>
        </div>
      )}
    </div>
  );
}
