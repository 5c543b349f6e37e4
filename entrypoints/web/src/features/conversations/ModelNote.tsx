import { t } from "@/words";
import { CopyableCode } from "./CopyableCode";
import styles from "./ModelNote.module.css";

/** Says that answers are quotations, and how to have them written by a chat model. */
export function ModelNote() {
  return (
    <details className={styles.note}>
      <summary>{t.conversations.noChatModel}</summary>
      <p>{t.conversations.noChatModelDetails}</p>
      <p>{t.conversations.setUpChatModel(<code>.env</code>)}</p>
      <CopyableCode code="GROQ_API_KEY=your-key" />
    </details>
  );
}
