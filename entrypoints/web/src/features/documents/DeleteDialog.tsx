import type { Document, Removal } from "@/api/types";
import { errorInWords } from "@/lib/errorInWords";
import { isolated } from "@/lib/isolated";
import { Button } from "@/ui/Button";
import { Dialog, DialogActions } from "@/ui/Dialog";
import { TrashIcon } from "@/ui/icons";
import { Notice } from "@/ui/Notice";
import { t } from "@/words/all";
import { OtherNames } from "./OtherNames";
import { useDeleteDocument } from "./queries";

/** A deleted document, and what was deleted with it. */
export interface Receipt {
  documentId: string;
  filename: string;
  /** Null if it had been deleted before. */
  removal: Removal | null;
}

interface Props {
  /** The document to delete; null closes the dialog. */
  document: Document | null;
  onClose(): void;
  onDeleted(receipt: Receipt): void;
}

/** Asks for confirmation before a document is deleted. */
export function DeleteDialog({ document, onClose, onDeleted }: Props) {
  const remove = useDeleteDocument();

  const close = () => {
    remove.reset();
    onClose();
  };

  const confirm = ({ document_id, filename }: Document) =>
    remove.mutate(document_id, {
      onSuccess: (removal) => {
        close();
        onDeleted({ documentId: document_id, filename, removal });
      },
    });

  return (
    <Dialog open={document !== null} onClose={close} title={t.documents.deleteTitle}>
      {document && (
        <>
          <p>{t.documents.deleteDetails(<Names document={document} />, document.total_chunks)}</p>
          <p>{t.documents.deleteKeeps}</p>
          {remove.error && <Notice kind="error">{errorInWords(remove.error)}</Notice>}
          <DialogActions>
            <Button onClick={close}>{t.common.cancel}</Button>
            <Button
              look="danger"
              icon={<TrashIcon />}
              disabled={remove.isPending}
              onClick={() => confirm(document)}
            >
              {remove.isPending ? t.common.deleting : t.common.delete}
            </Button>
          </DialogActions>
        </>
      )}
    </Dialog>
  );
}

function Names({ document }: { document: Document }) {
  return (
    <>
      <strong>
        <bdi>{document.filename}</bdi>
      </strong>
      {document.names.length > 1 &&
        t.documents.alsoAsInBrackets(<OtherNames document={document} />)}
    </>
  );
}

/** Formats a receipt. */
export function receiptInWords({ filename, removal }: Receipt): string {
  const name = isolated(filename);
  if (removal === null) return t.documents.alreadyDeleted(name);
  return t.documents.deletedWith(name, removal.deleted_chunks, removal.deleted_cached_answers);
}
