import type { Document } from "@/api/types";
import { Button } from "@/ui/Button";
import { Dialog, DialogActions } from "@/ui/Dialog";
import { TrashIcon } from "@/ui/icons";
import { Notice } from "@/ui/Notice";
import { t } from "@/words";
import { type DeletedMany, useDeleteMany } from "./bulk";
import styles from "./DeleteManyDialog.module.css";
import { counted } from "./format";

/** More are counted. */
const MOST_NAMED = 5;

interface Props {
  documents: readonly Document[];
  onClose(): void;
  onDone(receipt: string): void;
}

/** Asks for confirmation before several documents are deleted. */
export function DeleteManyDialog({ documents, onClose, onDone }: Props) {
  const remove = useDeleteMany();
  const passages = documents.reduce((sum, { total_chunks }) => sum + total_chunks, 0);
  const more = documents.length - MOST_NAMED;
  return (
    <Dialog open onClose={onClose} title={`Delete ${counted(documents.length, "document")}?`}>
      <ul className={styles.names}>
        {documents.slice(0, MOST_NAMED).map(({ document_id, filename }) => (
          <li key={document_id}>
            <bdi>{filename}</bdi>
          </li>
        ))}
        {more > 0 && <li>and {more.toLocaleString("en")} more</li>}
      </ul>
      <p>
        This deletes their text, {counted(passages, "passage")} and the cached answers that used
        them. Answers in your conversations keep the words that they quoted. The files on your disk
        are not deleted.
      </p>
      {remove.error && <Notice kind="error">{remove.error.message}</Notice>}
      <DialogActions>
        <Button onClick={onClose}>{t.common.cancel}</Button>
        <Button
          look="danger"
          icon={<TrashIcon />}
          disabled={remove.isPending}
          onClick={() =>
            remove.mutate(documents, { onSuccess: (deleted) => onDone(inWords(deleted)) })
          }
        >
          {remove.isPending ? t.common.deleting : t.common.delete}
        </Button>
      </DialogActions>
    </Dialog>
  );
}

function inWords({ documents, passages, answers }: DeletedMany): string {
  const what = counted(documents, "document");
  const were = documents === 1 ? "was" : "were";
  return `${what} ${were} deleted, along with ${counted(passages, "passage")} and ${counted(answers, "cached answer")}.`;
}
