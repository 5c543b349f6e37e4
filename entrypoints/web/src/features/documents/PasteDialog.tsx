import { useState } from "react";
import { Button } from "@/ui/Button";
import { Dialog, DialogActions } from "@/ui/Dialog";
import { Field } from "@/ui/Field";
import styles from "@/ui/Form.module.css";
import { t } from "@/words/all";
import { pastedFile } from "./pastedFile";

interface Props {
  onFiles(files: File[]): void;
  onClose(): void;
}

/** Adds a text that is typed or pasted. */
export function PasteDialog({ onFiles, onClose }: Props) {
  const [name, setName] = useState("");
  const [text, setText] = useState("");
  return (
    <Dialog open onClose={onClose} title={t.documents.addText}>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (text.trim() === "") return;
          onFiles([pastedFile(name, text)]);
          onClose();
        }}
      >
        <Field label={t.documents.untitledText} hint={t.documents.textHint}>
          {(field) => (
            <textarea
              {...field}
              dir="auto"
              rows={10}
              value={text}
              onChange={({ target }) => setText(target.value)}
            />
          )}
        </Field>
        <Field label={t.common.name} hint={t.documents.textNameHint}>
          {(field) => (
            <input
              {...field}
              dir="auto"
              maxLength={200}
              value={name}
              onChange={({ target }) => setName(target.value)}
            />
          )}
        </Field>
        <DialogActions>
          <Button onClick={onClose}>{t.common.cancel}</Button>
          <Button look="primary" type="submit" disabled={text.trim() === ""}>
            {t.documents.addTextButton}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
