import { errorInWords } from "@/lib/errorInWords";
import { Button } from "@/ui/Button";
import { t } from "@/words";
import styles from "./Page.module.css";

/** Shown in place of a page that failed to render. */
export function FailedPage({ error }: { error: unknown }) {
  return (
    <div className={styles.page}>
      <h1>{t.app.failed}</h1>
      <p>{t.app.failedDetails}</p>
      <pre className={styles.details}>{errorInWords(error)}</pre>
      <Button look="primary" onClick={() => window.location.reload()}>
        {t.app.reloadPage}
      </Button>
    </div>
  );
}
