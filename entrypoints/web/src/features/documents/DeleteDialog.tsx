import type { Document, Removal } from "@/api/types";
import { Button } from "@/ui/Button";
import { Dialog, DialogActions } from "@/ui/Dialog";
import { TrashIcon } from "@/ui/icons";
import { Notice } from "@/ui/Notice";
import { counted } from "./format";
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
    <Dialog open={document !== null} onClose={close} title="Delete this document?">
      {document && (
        <>
          <p>
            <strong>{document.filename}</strong> is deleted with its text and its{" "}
            {counted(document.total_chunks, "chunk")}, and remembered answers that drew on it are
            forgotten. No question is answered from it any more.
          </p>
          <p>
            Answers in your conversations keep the words that they quoted from it. Your own file is
            not touched; to have it here again, add it again.
          </p>
          {remove.error && <Notice kind="error">{remove.error.message}</Notice>}
          <DialogActions>
            <Button onClick={close}>Keep it</Button>
            <Button
              look="danger"
              icon={<TrashIcon />}
              disabled={remove.isPending}
              onClick={() => confirm(document)}
            >
              {remove.isPending ? "Deleting…" : "Delete"}
            </Button>
          </DialogActions>
        </>
      )}
    </Dialog>
  );
}

/** Formats a receipt. */
export function receiptInWords({ filename, removal }: Receipt): string {
  if (removal === null) return `${filename} had been deleted already.`;
  const chunks = counted(removal.deleted_chunks, "chunk");
  const answers = counted(removal.deleted_cached_answers, "remembered answer");
  return `${filename} was deleted, with ${chunks} and ${answers}.`;
}
