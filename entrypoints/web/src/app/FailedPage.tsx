import { Button } from "@/ui/Button";
import styles from "./Page.module.css";

/** Shown in place of a page that failed to render. */
export function FailedPage({ error }: { error: unknown }) {
  return (
    <div className={styles.page}>
      <h1>Something went wrong</h1>
      <p>
        The page ran into an error. Your documents and conversations are saved on the server. Reload
        the page. If the error appears again, report the message below.
      </p>
      <pre className={styles.details}>{error instanceof Error ? error.message : String(error)}</pre>
      <Button look="primary" onClick={() => window.location.reload()}>
        Reload the page
      </Button>
    </div>
  );
}
