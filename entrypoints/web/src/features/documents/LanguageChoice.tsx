import { useId } from "react";
import type { Document } from "@/api/types";
import { VisuallyHidden } from "@/ui/VisuallyHidden";
import styles from "./LanguageChoice.module.css";
import { languageName, languagesWith } from "./languages";
import { useChangeLanguage } from "./queries";

const UNKNOWN = "";

/** The language of a document, to be read and changed. */
export function LanguageChoice({ document }: { document: Document }) {
  const change = useChangeLanguage(document.document_id);
  const error = useId();
  const shown = change.isPending ? change.variables : document.language;
  return (
    <>
      <select
        className={styles.choice}
        aria-label="Language"
        aria-describedby={change.error ? error : undefined}
        value={shown ?? UNKNOWN}
        onChange={({ target }) => change.mutate(target.value === UNKNOWN ? null : target.value)}
      >
        <option value={UNKNOWN}>{languageName(null)}</option>
        {languagesWith(shown).map((code) => (
          <option key={code} value={code}>
            {languageName(code)}
          </option>
        ))}
      </select>
      {change.error && (
        <span id={error} role="alert" className={styles.error}>
          {change.error.message}
        </span>
      )}
      <VisuallyHidden>
        <span role="status">
          {change.isSuccess ? `The language is now ${languageName(change.data.language)}` : ""}
        </span>
      </VisuallyHidden>
    </>
  );
}
