import { Link } from "wouter";
import { paths } from "@/lib/paths";
import { useTitle } from "@/lib/useTitle";
import { t } from "@/words";
import styles from "./Page.module.css";

export function NotFoundPage() {
  useTitle(t.common.notFound);
  return (
    <div className={styles.page}>
      <h1>{t.app.pageNotFound}</h1>
      <p>{t.app.pageMayBeDeleted}</p>
      <p>
        {t.app.elsewhere({
          ask: (words) => <Link href={paths.newQuestion}>{words}</Link>,
          documents: (words) => <Link href={paths.documents}>{words}</Link>,
        })}
      </p>
    </div>
  );
}
