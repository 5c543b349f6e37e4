import { Link } from "wouter";
import { isMissing } from "@/api/client";
import { errorInWords } from "@/lib/errorInWords";
import { paths } from "@/lib/paths";
import { Button } from "@/ui/Button";
import { Notice } from "@/ui/Notice";
import { t } from "@/words";
import styles from "./LoadError.module.css";

/** Shown in place of a conversation that could not be loaded. */
export function LoadError({ error, onRetry }: { error: Error; onRetry(): void }) {
  const isGone = isMissing(error);
  return (
    <div className={styles.page}>
      <h1>{isGone ? t.conversations.notFound : t.conversations.notLoaded}</h1>
      {isGone ? (
        <p>{t.common.mayBeDeleted}</p>
      ) : (
        <Notice kind="error" actions={<Button onClick={onRetry}>{t.common.tryAgain}</Button>}>
          {errorInWords(error)}
        </Notice>
      )}
      <p>
        <Link href={paths.newQuestion}>{t.conversations.askNew}</Link>
      </p>
    </div>
  );
}
