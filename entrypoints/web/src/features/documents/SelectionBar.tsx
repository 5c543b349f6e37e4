import { useState } from "react";
import { useLocation } from "wouter";
import { scopeNewConversation } from "@/features/collections";
import { paths } from "@/lib/paths";
import { Button } from "@/ui/Button";
import { FolderIcon, SearchIcon, TagIcon, TrashIcon } from "@/ui/icons";
import { t } from "@/words/all";
import { DeleteManyDialog } from "./DeleteManyDialog";

import { MoveDialog } from "./MoveDialog";
import styles from "./SelectionBar.module.css";
import type { Selection } from "./selection";
import { TagsDialog } from "./TagsDialog";

/** A question can be asked of so many. */
const MOST_ASKED = 1_000;

interface Props {
  selection: Selection;
  /** The collection that is listed; null if it is not one. */
  collection: string | null;
  /** Called with what was done, in words. */
  onDone(receipt: string): void;
}

/** What can be done with the documents that are ticked. */
export function SelectionBar({ selection, collection, onDone }: Props) {
  const [, navigate] = useLocation();
  const [open, setOpen] = useState<"move" | "tags" | "delete" | null>(null);
  const documents = [...selection.documents.values()];
  const done = (receipt: string) => {
    setOpen(null);
    selection.clear();
    onDone(receipt);
  };
  const ask = () => {
    scopeNewConversation({ document_ids: documents.map(({ document_id }) => document_id) });
    navigate(paths.newQuestion);
  };
  return (
    <section className={styles.bar} aria-label={t.documents.selected}>
      <p role="status">{t.documents.selectedCount(documents.length)}</p>
      <Button
        look="primary"
        icon={<SearchIcon />}
        disabled={documents.length > MOST_ASKED}
        onClick={ask}
      >
        {t.documents.askThese(documents.length)}
      </Button>
      <Button icon={<FolderIcon />} onClick={() => setOpen("move")}>
        {t.documents.collection}
      </Button>
      <Button icon={<TagIcon />} onClick={() => setOpen("tags")}>
        {t.documents.tags}
      </Button>
      <Button look="danger" icon={<TrashIcon />} onClick={() => setOpen("delete")}>
        {t.common.delete}
      </Button>
      <Button look="quiet" onClick={selection.clear}>
        {t.documents.clearSelection}
      </Button>
      {open === "move" && (
        <MoveDialog
          documents={documents}
          from={collection}
          onClose={() => setOpen(null)}
          onDone={done}
        />
      )}
      {open === "tags" && (
        <TagsDialog documents={documents} onClose={() => setOpen(null)} onDone={done} />
      )}
      {open === "delete" && (
        <DeleteManyDialog documents={documents} onClose={() => setOpen(null)} onDone={done} />
      )}
    </section>
  );
}
