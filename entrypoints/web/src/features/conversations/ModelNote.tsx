import { useState } from "react";
import { readStored, writeStored } from "@/lib/stored";
import { Button } from "@/ui/Button";
import { CopyableCode } from "./CopyableCode";
import styles from "./ModelNote.module.css";

const KEY = "quoth.model-note";

/** Explains answers without a language model, and how to set one up, until dismissed. */
export function ModelNote() {
  const [isDismissed, setDismissed] = useState(() => readStored(KEY) === "dismissed");
  if (isDismissed) return null;

  function dismiss() {
    writeStored(KEY, "dismissed");
    setDismissed(true);
  }

  return (
    <section className={styles.note} aria-labelledby="model-note-heading">
      <h2 id="model-note-heading" className={styles.heading}>
        Answers are quotations
      </h2>
      <p>
        No chat model is set up, so Quoth answers with sentences from your documents, word for word.
        Ask for facts that a document states in one sentence.
      </p>
      <p>
        To get answers written by a chat model, add this line with your Groq key to a file named{" "}
        <code>.env</code> in the folder where you start Quoth, and restart Quoth. Each question, the
        history of its conversation and the passages found for it are then sent to Groq.
      </p>
      <CopyableCode code="GROQ_API_KEY=your-key" />
      <Button look="quiet" className={styles.dismiss} onClick={dismiss}>
        Do not show this again
      </Button>
    </section>
  );
}
