import { Link } from "wouter";
import { paths } from "@/lib/paths";
import { useTitle } from "@/lib/useTitle";
import styles from "./Page.module.css";

export function NotFoundPage() {
  useTitle("No such page");
  return (
    <div className={styles.page}>
      <h1>There is no such page</h1>
      <p>The address may have a slip in it, or what was here is gone.</p>
      <p>
        <Link href={paths.newQuestion}>Ask a question</Link> or{" "}
        <Link href={paths.documents}>look at your documents</Link>.
      </p>
    </div>
  );
}
