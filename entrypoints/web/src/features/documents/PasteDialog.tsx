import { useState } from "react";
import { Button } from "@/ui/Button";
import { Dialog, DialogActions } from "@/ui/Dialog";
import { Field } from "@/ui/Field";
import styles from "@/ui/Form.module.css";
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
    <Dialog open onClose={onClose} title="Add a text">
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (text.trim() === "") return;
          onFiles([pastedFile(name, text)]);
          onClose();
        }}
      >
        <Field label="Text" hint="Headings, lists and tables can be written in Markdown.">
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
        <Field label="Name" hint="Without a name, the first line is the name.">
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
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" type="submit" disabled={text.trim() === ""}>
            Add text
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
