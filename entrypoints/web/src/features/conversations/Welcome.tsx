import { Link } from "wouter";
import type { Scope } from "@/features/collections";
import { FilePicker, UploadList, useAddFiles } from "@/features/documents";
import { paths } from "@/lib/paths";
import { t } from "@/words";
import { FirstSteps } from "./FirstSteps";
import { ModelNote } from "./ModelNote";
import { useSuggestions } from "./useSuggestions";
import styles from "./Welcome.module.css";

interface Props {
  /** The number of searchable documents; undefined until the server has responded. */
  documentCount: number | null | undefined;
  /** The server's name for what writes the answers; null until known. */
  languageModel: string | null;
  /** What the next question is asked of. */
  scope: Scope;
  /** Called with the example question that was chosen. */
  onExample(question: string): void;
}

/** How to begin, shown until the first question is asked. */
export function Welcome({ documentCount, languageModel, scope, onExample }: Props) {
  const hasDocuments = documentCount !== null && documentCount !== undefined && documentCount > 0;
  const suggestions = useSuggestions(scope);
  // each part stands below the others: one that came before them would be pushed down
  if (documentCount === undefined || suggestions === undefined) return null;

  return (
    <div className={styles.welcome}>
      {documentCount === 0 && <FirstSteps />}
      <UploadList />
      {hasDocuments && <MoreDocuments />}
      {suggestions.length > 0 && (
        <section className={styles.examples} aria-labelledby="examples-heading">
          <h2 id="examples-heading" className={styles.heading}>
            {t.conversations.examples}
          </h2>
          <ul className={styles.questions}>
            {suggestions.map((question) => (
              <li key={question}>
                <button
                  type="button"
                  className={styles.question}
                  onClick={() => onExample(question)}
                >
                  <bdi>{question}</bdi>
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

function MoreDocuments() {
  const addFiles = useAddFiles();
  return (
    <div className={styles.more}>
      <FilePicker onFiles={addFiles} look="plain" />
      <Link href={paths.documents}>{t.common.allDocuments}</Link>
    </div>
  );
}
