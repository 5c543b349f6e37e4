import { t } from "@/words";
import { CopyableCode } from "./CopyableCode";
import styles from "./ModelNote.module.css";

/** Says that answers are quotations, and how to have them written by a chat model. */
export function ModelNote() {
  return (
    <details className={styles.note}>
      <summary>{t.conversations.noChatModel}</summary>
      <p>{t.conversations.noChatModelDetails}</p>
      <p>
        To get answers written by a chat model, add this line with your Groq key to a file named{" "}
        <code>.env</code> in the folder where you start Quoth, and restart Quoth. Each question, the
        history of its conversation and the passages found for it are then sent to Groq.
      </p>
      <CopyableCode code="GROQ_API_KEY=your-key" />
    </details>
  );
}
