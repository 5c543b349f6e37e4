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
        No language model is set up, so Quoth writes no sentences of its own: it quotes the best
        passages word for word. Ask for things that are written in a sentence somewhere.
      </p>
      <p>
        To have answers written, put this line with your key to Groq into a file <code>.env</code>{" "}
        in the folder that Quoth is started from, and start Quoth again. Questions, what was said
        before them and the passages found for them are then sent to Groq.
      </p>
      <CopyableCode code="GROQ_API_KEY=your-key" />
      <Button look="quiet" className={styles.dismiss} onClick={dismiss}>
        Do not show this again
      </Button>
    </section>
  );
}
