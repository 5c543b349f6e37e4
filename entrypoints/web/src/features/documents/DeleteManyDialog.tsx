import type { Document } from "@/api/types";
import { errorInWords } from "@/lib/errorInWords";
import { Button } from "@/ui/Button";
import { Dialog, DialogActions } from "@/ui/Dialog";
import { TrashIcon } from "@/ui/icons";
import { Notice } from "@/ui/Notice";
import { t } from "@/words/all";
import { type DeletedMany, useDeleteMany } from "./bulk";
import styles from "./DeleteManyDialog.module.css";
import { OtherNames } from "./OtherNames";

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
    <Dialog open onClose={onClose} title={t.documents.deleteMany(documents.length)}>
      <ul className={styles.names}>
        {documents.slice(0, MOST_NAMED).map((document) => (
          <li key={document.document_id}>
            <bdi>{document.filename}</bdi>
            {document.names.length > 1 &&
              t.documents.alsoAsInBrackets(<OtherNames document={document} />)}
          </li>
        ))}
        {more > 0 && <li>{t.documents.andMore(more)}</li>}
      </ul>
      <p>{t.documents.deleteManyDetails(documents.length, passages)}</p>
      {remove.error && <Notice kind="error">{errorInWords(remove.error)}</Notice>}
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
  return t.documents.deletedMany(documents, passages, answers);
}
