import { Link } from "wouter";
import { isMissing } from "@/api/client";
import { paths } from "@/lib/paths";
import { Button } from "@/ui/Button";
import { Notice } from "@/ui/Notice";
import styles from "./LoadError.module.css";

/** Shown in place of a conversation that could not be loaded. */
export function LoadError({ error, onRetry }: { error: Error; onRetry(): void }) {
  const isGone = isMissing(error);
  return (
    <div className={styles.page}>
      <h1>{isGone ? "Conversation not found" : "The conversation could not be loaded"}</h1>
      {isGone ? (
        <p>It may have been deleted, or the address may be mistyped.</p>
      ) : (
        <Notice kind="error" actions={<Button onClick={onRetry}>Try again</Button>}>
          {error.message}
        </Notice>
      )}
      <p>
        <Link href={paths.newQuestion}>Ask a new question</Link>
      </p>
    </div>
  );
}
