import { Link } from "wouter";
import { paths } from "@/lib/paths";
import { useTitle } from "@/lib/useTitle";
import styles from "./Page.module.css";

export function NotFoundPage() {
  useTitle("Not found");
  return (
    <div className={styles.page}>
      <h1>Page not found</h1>
      <p>The address may be mistyped, or the page may have been deleted.</p>
      <p>
        <Link href={paths.newQuestion}>Ask a question</Link> or{" "}
        <Link href={paths.documents}>see your documents</Link>.
      </p>
    </div>
  );
}
