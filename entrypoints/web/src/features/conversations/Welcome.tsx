import { UploadList } from "@/features/documents";
import { FirstSteps } from "./FirstSteps";
import { ModelNote } from "./ModelNote";
import { MANUAL_QUESTIONS, useHasManual } from "./manual";
import styles from "./Welcome.module.css";

interface Props {
  /** The number of searchable documents; undefined until the server has responded. */
  documentCount: number | null | undefined;
  /** The server's name for what writes the answers; null until known. */
  languageModel: string | null;
  /** Called with the example question that was chosen. */
  onExample(question: string): void;
}

/** How to begin, shown until the first question is asked. */
export function Welcome({ documentCount, languageModel, onExample }: Props) {
  const hasManual = useHasManual();
  // each part stands below the others: one that came before them would be pushed down
  if (documentCount === undefined || hasManual === undefined) return null;

  return (
    <div className={styles.welcome}>
      {documentCount === 0 && <FirstSteps />}
      {documentCount !== null && documentCount > 0 && (
        <p className={styles.lead}>
          Ask your documents. Every answer quotes its sources word for word.
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
