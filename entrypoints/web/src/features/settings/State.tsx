import type { UseQueryResult } from "@tanstack/react-query";
import { Button } from "@/ui/Button";
import { Notice } from "@/ui/Notice";
import { Spinner } from "@/ui/Spinner";
import { t } from "@/words";
import styles from "./SettingsPage.module.css";

/** Says that something is being loaded, or why it cannot be shown. */
export function State({ query }: { query: UseQueryResult<unknown> }) {
  if (query.error) {
    return (
      <Notice
        kind="error"
        actions={<Button onClick={() => query.refetch()}>{t.common.tryAgain}</Button>}
      >
        {query.error.message}
      </Notice>
    );
  }
  if (!query.isPending) return null;
  return (
    <p className={styles.hint} role="status">
      <Spinner /> {t.common.loading}
    </p>
  );
}
