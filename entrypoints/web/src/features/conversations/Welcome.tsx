import { UploadList } from "@/features/documents";
import { FirstSteps } from "./FirstSteps";
import { ModelNote } from "./ModelNote";
import { MANUAL_QUESTIONS, useHasManual } from "./manual";
import styles from "./Welcome.module.css";

interface Props {
  /** How many documents can be searched; null until known. */
  documentCount: number | null;
  /** What writes the answers, as the server names it; null until known. */
  languageModel: string | null;
  /** Called with a question that was chosen to be asked. */
  onExample(question: string): void;
}

/** What stands where a conversation will be: how to begin. */
export function Welcome({ documentCount, languageModel, onExample }: Props) {
  const hasManual = useHasManual();

  return (
    <div className={styles.welcome}>
      {documentCount === 0 && <FirstSteps />}
      {documentCount !== null && documentCount > 0 && (
        <p className={styles.lead}>
          Ask your documents. Every answer shows the passages it rests on, word for word.
        </p>
      )}
      <UploadList />
      {hasManual && (
        <section className={styles.examples} aria-labelledby="examples-heading">
          <h2 id="examples-heading" className={styles.heading}>
            Try a question about Quoth
          </h2>
          <ul className={styles.questions}>
            {MANUAL_QUESTIONS.map((question) => (
              <li key={question}>
                <button
                  type="button"
                  className={styles.question}
                  onClick={() => onExample(question)}
                >
                  {question}
                </button>
              </li>
            ))}
          </ul>
        </section>
      )}
      {languageModel === "extractive" && <ModelNote />}
    </div>
  );
}
