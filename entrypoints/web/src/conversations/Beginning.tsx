import { useDocumentCount } from "../app/documentCount";
import { useHealth } from "../app/health";
import { Welcome } from "../app/Welcome";
import styles from "./Beginning.module.css";

/** What stands above the field before a first question is asked. */
export function Beginning({ onExample }: { onExample(question: string): void }) {
  const documentCount = useDocumentCount();
  const { data } = useHealth();
  return (
    <div className={styles.beginning}>
      <h1 className={styles.title}>What do you want to know?</h1>
      <Welcome
        documentCount={documentCount}
        languageModel={data?.language_model ?? null}
        onExample={onExample}
      />
    </div>
  );
}
