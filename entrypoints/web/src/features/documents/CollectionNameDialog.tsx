import { useState } from "react";
import type { Collection } from "@/api/types";
import { errorInWords } from "@/lib/errorInWords";
import { isolated } from "@/lib/isolated";
import { Button } from "@/ui/Button";
import { Dialog, DialogActions } from "@/ui/Dialog";
import { Field } from "@/ui/Field";
import styles from "@/ui/Form.module.css";
import { Notice } from "@/ui/Notice";
import { t } from "@/words/all";
import { MAX_COLLECTION_NAME, useNameCollection } from "./collections";

interface Props {
  /** The collection to rename; null for a new one. */
  collection: Collection | null;
  onClose(): void;
  onDone(name: string, receipt: string): void;
}

/** Asks for the name of a collection. */
export function CollectionNameDialog({ collection, onClose, onDone }: Props) {
  const before = collection?.name ?? "";
  const [name, setName] = useState(before);
  const save = useNameCollection(collection);
  const wanted = name.trim();
  const isUnchanged = wanted === "" || wanted === before;
  return (
    <Dialog
      open
      onClose={onClose}
      title={collection ? t.documents.renameCollection : t.documents.newCollection}
    >
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (isUnchanged || save.isPending) return;
          save.mutate(wanted, { onSuccess: (saved) => onDone(saved.name, inWords(before, saved)) });
        }}
      >
        <Field label={t.common.name}>
          {(field) => (
            <input
              {...field}
              dir="auto"
              autoComplete="off"
              maxLength={MAX_COLLECTION_NAME}
              value={name}
              onChange={({ target }) => setName(target.value)}
            />
          )}
        </Field>
        {save.error && <Notice kind="error">{errorInWords(save.error)}</Notice>}
        <DialogActions>
          <Button onClick={onClose}>{t.common.cancel}</Button>
          <Button look="primary" type="submit" disabled={isUnchanged || save.isPending}>
            {save.isPending ? t.common.saving : t.common.save}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}

function inWords(before: string, { name }: Collection): string {
  return before === ""
    ? t.documents.collectionCreated(isolated(name))
    : t.documents.collectionRenamed(isolated(before), isolated(name));
}
