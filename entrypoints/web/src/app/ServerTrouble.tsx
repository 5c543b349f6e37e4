import { useEffect, useState } from "react";
import { conditionOf, useHealth } from "@/lib/health";
import { Button } from "@/ui/Button";
import { Spinner } from "@/ui/Spinner";
import { t } from "@/words";
import styles from "./ServerTrouble.module.css";

/** Says above the page why the server cannot answer, or that it was updated under this page. */
export function ServerTrouble() {
  const { data, error, refetch } = useHealth();
  const condition = conditionOf(data, error);
  const isUpdated = useIsUpdated(data?.version);

  return (
    // a live region must exist before its content changes, or it is not announced
    <div className={styles.trouble} role="status">
      {condition.kind === "starting" && (
        <p className={styles.message}>
          <Spinner />
          {condition.message}
        </p>
      )}
      {condition.kind === "trouble" && (
        <div className={styles.message}>
          <p>{condition.message}</p>
          <Button onClick={() => void refetch()}>{t.common.tryAgain}</Button>
        </div>
      )}
      {condition.kind === "well" && isUpdated && (
        <div className={styles.message}>
          <p>{t.app.updated}</p>
          <Button onClick={() => window.location.reload()}>{t.common.reload}</Button>
        </div>
      )}
    </div>
  );
}

/** Whether the server has become another version since this page was loaded. */
function useIsUpdated(version: string | undefined): boolean {
  const [first, setFirst] = useState(version);
  const [isUpdated, setUpdated] = useState(false);
  useEffect(() => {
    if (version === undefined) return;
    if (first === undefined) setFirst(version);
    // of several servers, some are updated before others: it does not go back
    else if (version !== first) setUpdated(true);
  }, [version, first]);
  return isUpdated;
}
