import { useMutation } from "@tanstack/react-query";
import { FilePicker, uploads, useAddFiles } from "@/features/documents";
import { Button } from "@/ui/Button";
import { Notice } from "@/ui/Notice";
import styles from "./FirstSteps.module.css";
import { fetchManual } from "./manual";

/** For a user without documents. Files can be dropped anywhere on the page. */
export function FirstSteps() {
  const addFiles = useAddFiles();
  const { mutate, isPending, error } = useMutation({
    mutationFn: fetchManual,
    onSuccess: (manual) => uploads.add([manual]),
  });

  return (
    <>
      <ol className={styles.steps}>
        <li>
          <strong>Add a document.</strong> A PDF, a Word file, a web page, a mail, a text: most
          files with words in them.
        </li>
        <li>
          <strong>Ask a question.</strong> In your own words, as you would ask someone who has read
          the document.
        </li>
        <li>
          <strong>Check the quotation.</strong> Click a number in the answer to see the quoted words
          in the document.
        </li>
      </ol>
      <div className={styles.target}>
        <p>Drop files or folders here, or choose them.</p>
        <div className={styles.actions}>
          <FilePicker onFiles={addFiles} />
          <Button disabled={isPending} onClick={() => mutate()}>
            Load Quoth's manual
          </Button>
        </div>
        <p className={styles.hint}>No file at hand? Try Quoth with its own manual.</p>
      </div>
      {error && <Notice kind="error">{error.message}</Notice>}
    </>
  );
}
