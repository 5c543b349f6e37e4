import { useId, useState } from "react";
import { errorInWords } from "@/lib/errorInWords";
import { Button } from "@/ui/Button";
import { Dialog, DialogActions } from "@/ui/Dialog";
import { GroupsField } from "@/ui/GroupsField";
import { Notice } from "@/ui/Notice";
import { t } from "@/words/all";
import styles from "./LimitDialog.module.css";

interface Props {
  /** Asks who may read what is limited. */
  title: string;
  groups: readonly string[];
  isPending: boolean;
  error: Error | null;
  onSave(groups: readonly string[]): void;
  onClose(): void;
}

/** Chooses which groups may read something. */
export function LimitDialog({ title, groups, isPending, error, onSave, onClose }: Props) {
  const id = useId();
  const [chosen, setChosen] = useState(groups);
  return (
    <Dialog open onClose={onClose} title={title}>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          onSave(chosen);
        }}
      >
        <p>{t.documents.whoMayReadHint}</p>
        <p className={styles.field}>
          <label htmlFor={id}>{t.common.groups}</label>
          <GroupsField id={id} groups={chosen} disabled={isPending} onChange={setChosen} />
        </p>
        {error && <Notice kind="error">{errorInWords(error)}</Notice>}
        <DialogActions>
          <Button onClick={onClose}>{t.common.cancel}</Button>
          <Button look="primary" type="submit" disabled={isPending}>
            {isPending ? t.common.saving : t.common.save}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
