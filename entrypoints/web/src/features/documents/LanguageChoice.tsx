import { useId, useRef, useState } from "react";
import type { Document, DocumentChanges } from "@/api/types";
import { errorInWords } from "@/lib/errorInWords";
import { Button } from "@/ui/Button";
import { VisuallyHidden } from "@/ui/VisuallyHidden";
import { t } from "@/words/all";
import styles from "./LanguageChoice.module.css";
import { languageName, languagesWith } from "./languages";
import { useChangeDocument } from "./queries";

const UNKNOWN = "";

/** The language of a document, to be read and changed. */
export function LanguageChoice({ document }: { document: Document }) {
  const change = useChangeDocument(document.document_id);
  // with the keyboard, one passes other languages on the way to one: nothing is sent until "Save"
  const [chosen, setChosen] = useState<string | null>();
  const select = useRef<HTMLSelectElement>(null);
  const error = useId();
  const shown = chosen === undefined ? document.language : chosen;

  const save = () =>
    change.mutate(
      { language: shown as NonNullable<DocumentChanges["language"]> | null },
      {
        onSuccess: () => {
          setChosen(undefined);
          select.current?.focus(); // the button, which has the focus, goes
        },
      },
    );

  return (
    <span className={styles.choice}>
      <select
        ref={select}
        aria-label={t.common.language}
        aria-describedby={change.error ? error : undefined}
        value={shown ?? UNKNOWN}
        onChange={({ target }) => setChosen(target.value === UNKNOWN ? null : target.value)}
      >
        <option value={UNKNOWN}>{languageName(null)}</option>
        {languagesWith(document.language).map((code) => (
          <option key={code} value={code}>
            {languageName(code)}
          </option>
        ))}
      </select>
      {shown !== document.language && (
        <Button look="quiet" disabled={change.isPending} onClick={save}>
          {change.isPending ? t.common.saving : t.common.save}
        </Button>
      )}
      {change.error && (
        <span id={error} role="alert" className={styles.error}>
          {errorInWords(change.error)}
        </span>
      )}
      <VisuallyHidden>
        <span role="status">
          {change.isSuccess ? t.documents.languageNow(languageName(change.data.language)) : ""}
        </span>
      </VisuallyHidden>
    </span>
  );
}
