import { useDocumentCount } from "@/features/documents";
import { conditionOf, useHealth } from "@/lib/health";
import styles from "./EmptyConversation.module.css";
import { Welcome } from "./Welcome";

/** Shown above the field before the first question is asked. */
export function EmptyConversation({ onExample }: { onExample(question: string): void }) {
  const documentCount = useDocumentCount();
  const { data, error } = useHealth();
  const condition = conditionOf(data, error);
  return (
    <div className={styles.empty}>
      <h1 className={styles.title}>What do you want to know?</h1>
      {documentCount === undefined && condition.kind === "starting" && (
        <p className={styles.starting}>{condition.message} This page goes on by itself.</p>
      )}
      <Welcome
        documentCount={documentCount}
        languageModel={data?.language_model ?? null}
        onExample={onExample}
      />
    </div>
  );
}
