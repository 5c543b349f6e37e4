import { useId, useState } from "react";
import type { Document } from "@/api/types";
import { useCollections } from "@/lib/collections";
import { errorInWords } from "@/lib/errorInWords";
import { isolated } from "@/lib/isolated";
import { Button } from "@/ui/Button";
import { Dialog, DialogActions } from "@/ui/Dialog";
import { Field } from "@/ui/Field";
import styles from "@/ui/Form.module.css";
import { Notice } from "@/ui/Notice";
import { t } from "@/words/all";
import { type Changed, useMoveMany } from "./bulk";
import { MAX_COLLECTION_NAME } from "./collections";

interface Props {
  documents: readonly Document[];
  /** The collection that they can be taken out of; null if none is listed. */
  from: string | null;
  onClose(): void;
  onDone(receipt: string): void;
}

/** Puts documents into a collection, an existing or a new one, and out of the one that is listed. */
export function MoveDialog({ documents, from, onClose, onDone }: Props) {
  const [name, setName] = useState("");
  const [leaves, setLeaves] = useState(false);
  const list = useId();
  const collections = useCollections().data ?? [];
  const move = useMoveMany();
  const into = name.trim() === "" ? null : name.trim();
  const outOf = leaves ? from : null;
  return (
    <Dialog open onClose={onClose} title={t.documents.collectionsOf(documents.length)}>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (into === null && outOf === null) return;
          move.mutate(
            { documents, into, outOf },
            { onSuccess: (moved) => onDone(inWords(moved, into, outOf)) },
          );
        }}
      >
        <Field label={t.documents.addToTheCollection} hint={t.documents.newCollectionHint}>
          {(field) => (
            <input
              {...field}
              value={name}
              maxLength={MAX_COLLECTION_NAME}
              list={list}
              autoComplete="off"
              onChange={({ target }) => setName(target.value)}
            />
          )}
        </Field>
        <datalist id={list}>
          {collections.map((each) => (
            <option key={each.collection_id} value={each.name} />
          ))}
        </datalist>
        {from !== null && (
          <label>
            <input
              type="checkbox"
              checked={leaves}
              onChange={({ target }) => setLeaves(target.checked)}
            />{" "}
            {t.documents.removeFromCollection(<bdi>{from}</bdi>)}
          </label>
        )}
        {move.error && <Notice kind="error">{errorInWords(move.error)}</Notice>}
        <DialogActions>
          <Button onClick={onClose}>{t.common.cancel}</Button>
          <Button
            look="primary"
            type="submit"
            disabled={move.isPending || (into === null && outOf === null)}
          >
            {move.isPending ? t.common.saving : t.common.save}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}

function inWords({ changed, failed, reason }: Changed, into: string | null, outOf: string | null) {
  const done = t.documents.moved(changed, into && isolated(into), outOf && isolated(outOf));
  return failed === 0 ? done : `${done} ${t.documents.notMoved(failed, reason ?? "")}`;
}
