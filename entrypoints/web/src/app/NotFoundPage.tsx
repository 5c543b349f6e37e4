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
        <Link href={paths.newQuestion}>Ask a question</Link> or{" "}
        <Link href={paths.documents}>see your documents</Link>.
      </p>
    </div>
  );
}
