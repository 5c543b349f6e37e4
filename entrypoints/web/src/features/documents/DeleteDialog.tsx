import type { Document, Removal } from "@/api/types";
import { isolated } from "@/lib/isolated";
import { Button } from "@/ui/Button";
import { Dialog, DialogActions } from "@/ui/Dialog";
import { TrashIcon } from "@/ui/icons";
import { Notice } from "@/ui/Notice";
import { t } from "@/words";
import { counted } from "./format";
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
          <p>
            This deletes{" "}
            <strong>
              <bdi>{document.filename}</bdi>
            </strong>
            {document.names.length > 1 && (
              <>
                {" "}
                (also as <OtherNames document={document} />)
              </>
            )}
            , its text, its {counted(document.total_chunks, "passage")} and the cached answers that
            used it. Quoth will no longer answer from it.
          </p>
          <p>{t.documents.deleteKeeps}</p>
          {remove.error && <Notice kind="error">{remove.error.message}</Notice>}
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

/** Formats a receipt. */
export function receiptInWords({ filename, removal }: Receipt): string {
  const name = isolated(filename);
  if (removal === null) return `${name} was already deleted.`;
  const chunks = counted(removal.deleted_chunks, "passage");
  const answers = counted(removal.deleted_cached_answers, "cached answer");
  return `${name} was deleted, along with ${chunks} and ${answers}.`;
}
