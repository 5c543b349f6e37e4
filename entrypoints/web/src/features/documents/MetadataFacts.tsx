import { useState } from "react";
import type { Document } from "@/api/types";
import { errorInWords } from "@/lib/errorInWords";
import { Button, IconButton } from "@/ui/Button";
import { Dialog, DialogActions } from "@/ui/Dialog";
import { Field } from "@/ui/Field";
import form from "@/ui/Form.module.css";
import { CloseIcon, PlusIcon } from "@/ui/icons";
import { Notice } from "@/ui/Notice";
import { t } from "@/words/all";
import { Fact } from "./Fact";
import { nameInWords, valueInWords } from "./metadata";
import { useChangeDocument } from "./queries";
import { TAGS } from "./tags";

const MAX_LENGTH = 200;

/** What the file and people say of a document. What people have said can be taken away again. */
export function MetadataFacts({ document }: { document: Document }) {
  const change = useChangeDocument(document.document_id);
  const [adding, setAdding] = useState(false);
  const given = document.given_metadata;
  return (
    <>
      {Object.entries(document.metadata)
        .filter(([name]) => name !== TAGS)
        .map(([name, value]) => (
          <Fact key={name} name={<bdi>{nameInWords(name)}</bdi>}>
            <bdi>{valueInWords(name, value)}</bdi>
            {name in given && (
              <IconButton
                label={t.documents.removeNamed(nameInWords(name))}
                icon={<CloseIcon />}
                disabled={change.isPending}
                onClick={() => {
                  const { [name]: _, ...others } = given;
                  change.mutate({ metadata: others });
                }}
              />
            )}
          </Fact>
        ))}
      <Fact name={t.documents.details}>
        <Button look="quiet" icon={<PlusIcon />} onClick={() => setAdding(true)}>
          {t.documents.addDetail}
        </Button>
      </Fact>
      {adding && <AddDetail document={document} onClose={() => setAdding(false)} />}
    </>
  );
}

function AddDetail({ document, onClose }: { document: Document; onClose(): void }) {
  const change = useChangeDocument(document.document_id);
  const [name, setName] = useState("");
  const [value, setValue] = useState("");
  const isComplete = name.trim() !== "" && value.trim() !== "";
  return (
    <Dialog open onClose={onClose} title={t.documents.addDetail}>
      <form
        className={form.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (!isComplete) return;
          change.mutate(
            { metadata: { ...document.given_metadata, [name.trim()]: value.trim() } },
            { onSuccess: onClose },
          );
        }}
      >
        <Field label={t.common.name} hint={t.documents.detailHint}>
          {(field) => (
            <input
              {...field}
              dir="auto"
              maxLength={MAX_LENGTH}
              value={name}
              onChange={({ target }) => setName(target.value)}
            />
          )}
        </Field>
        <Field label={t.documents.value}>
          {(field) => (
            <input
              {...field}
              dir="auto"
              maxLength={MAX_LENGTH}
              value={value}
              onChange={({ target }) => setValue(target.value)}
            />
          )}
        </Field>
        {change.error && <Notice kind="error">{errorInWords(change.error)}</Notice>}
        <DialogActions>
          <Button onClick={onClose}>{t.common.cancel}</Button>
          <Button look="primary" type="submit" disabled={!isComplete || change.isPending}>
            {t.common.save}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
