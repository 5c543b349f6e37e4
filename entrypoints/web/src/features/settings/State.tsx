import type { UseQueryResult } from "@tanstack/react-query";
import { errorInWords } from "@/lib/errorInWords";
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
        {errorInWords(query.error)}
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
