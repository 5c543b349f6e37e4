import { useMutation } from "@tanstack/react-query";
import { FilePicker, uploads } from "@/features/documents";
import { Button } from "@/ui/Button";
import { Notice } from "@/ui/Notice";
import styles from "./FirstSteps.module.css";
import { fetchManual } from "./manual";

/** For a user without documents. Files can be dropped anywhere on the page. */
export function FirstSteps() {
  const { mutate, isPending, error } = useMutation({
    mutationFn: fetchManual,
    onSuccess: (manual) => uploads.add([manual]),
  });

  return (
    <>
      <ol className={styles.steps}>
        <li>
          <strong>Add a document.</strong> A text or Markdown file of yours.
        </li>
        <li>
          <strong>Ask a question.</strong> In your own words, as you would ask a person who has read
          it.
        </li>
        <li>
          <strong>Check the quotation.</strong> Choose a number in the answer to see the words in
          their place in the document.
        </li>
      </ol>
      <div className={styles.target}>
        <p>Drop files here, or choose them.</p>
        <div className={styles.actions}>
          <FilePicker onFiles={(files) => uploads.add(files)} />
          <Button disabled={isPending} onClick={() => mutate()}>
            Load Quoth's own manual
          </Button>
        </div>
        <p className={styles.hint}>Nothing at hand? The manual is a document to try it with.</p>
      </div>
      {error && <Notice kind="error">{error.message}</Notice>}
    </>
  );
}
