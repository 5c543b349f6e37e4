import { useId, useState } from "react";
import type { Document } from "@/api/types";
import { errorInWords } from "@/lib/errorInWords";
import { Button } from "@/ui/Button";
import { Dialog, DialogActions } from "@/ui/Dialog";
import { Field } from "@/ui/Field";
import styles from "@/ui/Form.module.css";
import { Notice } from "@/ui/Notice";
import { t } from "@/words/all";
import { compare } from "@/words/format";
import { type Changed, useTagMany } from "./bulk";
import { tagsOf } from "./tags";

interface Props {
  documents: readonly Document[];
  onClose(): void;
  onDone(receipt: string): void;
}

/** Gives documents a tag, and takes away one that some of them have. */
export function TagsDialog({ documents, onClose, onDone }: Props) {
  const [name, setName] = useState("");
  const [removed, setRemoved] = useState("");
  const list = useId();
  const change = useTagMany();
  const tags = [...new Set(documents.flatMap(tagsOf))].sort(compare);
  const add = name.trim() || null;
  const remove = removed || null;
  const isUnchanged = add === null && remove === null;
  return (
    <Dialog open onClose={onClose} title={t.documents.tagsOf(documents.length)}>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (isUnchanged) return;
          change.mutate(
            { documents, add, remove },
            { onSuccess: (changed) => onDone(inWords(changed)) },
          );
        }}
      >
        <Field label={t.documents.addTag}>
          {(field) => (
            <input
              {...field}
              value={name}
              list={list}
              autoComplete="off"
              onChange={({ target }) => setName(target.value)}
            />
          )}
        </Field>
        <datalist id={list}>
          {tags.map((tag) => (
            <option key={tag} value={tag} />
          ))}
        </datalist>
        {tags.length > 0 && (
          <Field label={t.documents.removeATag}>
            {(field) => (
              <select
                {...field}
                value={removed}
                onChange={({ target }) => setRemoved(target.value)}
              >
                <option value="">{t.documents.noTag}</option>
                {tags.map((tag) => (
                  <option key={tag} value={tag}>
                    {tag}
                  </option>
                ))}
              </select>
            )}
          </Field>
        )}
        {change.error && <Notice kind="error">{errorInWords(change.error)}</Notice>}
        <DialogActions>
          <Button onClick={onClose}>{t.common.cancel}</Button>
          <Button look="primary" type="submit" disabled={change.isPending || isUnchanged}>
            {change.isPending ? t.common.saving : t.common.save}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}

function inWords({ changed, failed, reason }: Changed): string {
  const done = t.documents.tagged(changed);
  return failed === 0 ? done : `${done} ${t.documents.notMoved(failed, reason ?? "")}`;
}
