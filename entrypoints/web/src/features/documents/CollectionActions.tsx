import { useState } from "react";
import type { Collection } from "@/api/types";
import { Button } from "@/ui/Button";
import { EditIcon, FolderIcon, TrashIcon } from "@/ui/icons";
import { t } from "@/words/all";
import { CollectionDeleteDialog } from "./CollectionDeleteDialog";
import { CollectionNameDialog } from "./CollectionNameDialog";
import { useMayChangeCollections } from "./collections";

interface Props {
  /** The collection that is listed; undefined if none is. */
  listed: Collection | undefined;
  /** Called with the name of the collection to list from now on, null for none, and what was done. */
  onDone(name: string | null, receipt: string): void;
}

/** Creates collections, and renames or deletes the one that is listed. */
export function CollectionActions({ listed, onDone }: Props) {
  const mayChange = useMayChangeCollections();
  const [open, setOpen] = useState<"create" | "rename" | "delete" | null>(null);
  if (!mayChange) return null;
  const close = () => setOpen(null);
  const done = (name: string | null, receipt: string) => {
    close();
    onDone(name, receipt);
  };
  return (
    <>
      <Button look="quiet" icon={<FolderIcon />} onClick={() => setOpen("create")}>
        {t.documents.newCollection}
      </Button>
      {listed && (
        <>
          <Button look="quiet" icon={<EditIcon />} onClick={() => setOpen("rename")}>
            {t.documents.renameCollection}
          </Button>
          <Button look="quiet" icon={<TrashIcon />} onClick={() => setOpen("delete")}>
            {t.documents.deleteCollection}
          </Button>
        </>
      )}
      {open === "create" && (
        <CollectionNameDialog collection={null} onClose={close} onDone={done} />
      )}
      {open === "rename" && listed && (
        <CollectionNameDialog collection={listed} onClose={close} onDone={done} />
      )}
      {open === "delete" && listed && (
        <CollectionDeleteDialog
          collection={listed}
          onClose={close}
          onDone={(receipt) => done(null, receipt)}
        />
      )}
    </>
  );
}
