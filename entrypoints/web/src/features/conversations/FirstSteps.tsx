import { useMutation } from "@tanstack/react-query";
import { FilePicker, uploads, useAddFiles } from "@/features/documents";
import { errorInWords } from "@/lib/errorInWords";
import { Button } from "@/ui/Button";
import { Notice } from "@/ui/Notice";
import { t } from "@/words";
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
          <strong>{t.conversations.steps.add}</strong> {t.conversations.steps.addDetails}
        </li>
        <li>
          <strong>{t.conversations.steps.ask}</strong> {t.conversations.steps.askDetails}
        </li>
        <li>
          <strong>{t.conversations.steps.check}</strong> {t.conversations.steps.checkDetails}
        </li>
      </ol>
      <div className={styles.target}>
        <p>{t.conversations.dropHere}</p>
        <div className={styles.actions}>
          <FilePicker onFiles={addFiles} />
          <Button disabled={isPending} onClick={() => mutate()}>
            {t.conversations.loadManual}
          </Button>
        </div>
        <p className={styles.hint}>{t.conversations.tryManual}</p>
      </div>
      {error && <Notice kind="error">{errorInWords(error)}</Notice>}
    </>
  );
}
