import { useDocumentCount } from "@/features/documents";
import { useHealth } from "@/lib/health";
import styles from "./EmptyConversation.module.css";
import { Welcome } from "./Welcome";

/** Shown above the field before the first question is asked. */
export function EmptyConversation({ onExample }: { onExample(question: string): void }) {
  const documentCount = useDocumentCount();
  const { data } = useHealth();
  return (
    <div className={styles.empty}>
      <h1 className={styles.title}>What do you want to know?</h1>
      <Welcome
        documentCount={documentCount}
        languageModel={data?.language_model ?? null}
        onExample={onExample}
      />
    </div>
  );
}
