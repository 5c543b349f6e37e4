import type { Collection } from "@/api/types";
import { errorInWords } from "@/lib/errorInWords";
import { isolated } from "@/lib/isolated";
import { Button } from "@/ui/Button";
import { Dialog, DialogActions } from "@/ui/Dialog";
import { TrashIcon } from "@/ui/icons";
import { Notice } from "@/ui/Notice";
import { t } from "@/words/all";
import { useDeleteCollection } from "./collections";

interface Props {
  collection: Collection;
  onClose(): void;
  onDone(receipt: string): void;
}

/** Asks for confirmation before a collection is deleted, and says that its documents stay. */
export function CollectionDeleteDialog({ collection, onClose, onDone }: Props) {
  const remove = useDeleteCollection(collection);
  const { name } = collection;
  return (
    <Dialog open onClose={onClose} title={t.documents.deleteCollectionTitle}>
      <p>
        {t.documents.deleteCollectionDetails(
          <strong>
            <bdi>{name}</bdi>
          </strong>,
        )}
      </p>
      {remove.error && <Notice kind="error">{errorInWords(remove.error)}</Notice>}
      <DialogActions>
        <Button onClick={onClose}>{t.common.cancel}</Button>
        <Button
          look="danger"
          icon={<TrashIcon />}
          disabled={remove.isPending}
          onClick={() =>
            remove.mutate(undefined, {
              onSuccess: () => onDone(t.documents.collectionDeleted(isolated(name))),
            })
          }
        >
          {remove.isPending ? t.common.deleting : t.common.delete}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
