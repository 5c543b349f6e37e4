import { useEffect, useRef, useState } from "react";
import { useCollections } from "@/lib/collections";
import { isFilledSearch } from "@/lib/useKeys";
import { Button } from "@/ui/Button";
import { SearchField } from "@/ui/SearchField";
import { useDebounced } from "@/ui/useDebounced";
import { t } from "@/words";
import { useChosenDocuments, useDocumentsNamed } from "./queries";
import styles from "./ScopeChoice.module.css";
import { ScopeName } from "./ScopeName";
import type { Scope } from "./scope";

interface Props {
  chosen: Scope;
  onChoose(scope: Scope): void;
}

/** Chooses what a question is asked of; shown as soon as there is a document or a collection. */
export function ScopeChoice({ chosen, onChoose }: Props) {
  const { data: collections } = useCollections();
  const [text, setText] = useState("");
  const { data: documents } = useDocumentsNamed(useDebounced(text));
  const details = useRef<HTMLDetailsElement>(null);
  useClosing(details);

  // one that was deleted meanwhile can still be taken away
  const named = chosen?.collections ?? [];
  const names = [...new Set([...(collections ?? []).map(({ name }) => name), ...named])];
  const ids = chosen?.document_ids ?? [];
  const picked = useChosenDocuments(ids);
  const found = (documents ?? []).filter(({ document_id }) => !ids.includes(document_id));
  if (names.length === 0 && chosen === null && text === "" && found.length === 0) return null;

  const chooseDocuments = (document_ids: string[]) =>
    onChoose(document_ids.length > 0 ? { document_ids } : null);
  const chooseCollections = (some: string[]) =>
    onChoose(some.length > 0 ? { collections: some } : null);

  return (
    <details ref={details} className={styles.scope}>
      <summary>
        {t.collections.ask(
          <strong>
            <ScopeName scope={chosen} />
          </strong>,
        )}
      </summary>
      <div className={styles.choices}>
        {chosen !== null && (
          <Button look="quiet" className={styles.all} onClick={() => onChoose(null)}>
            {t.collections.askAll}
          </Button>
        )}
        {names.length > 0 && (
          <fieldset>
            <legend>{t.collections.onlyCollections}</legend>
            {names.map((name) => (
              <Choice
                key={name}
                name={name}
                chosen={named.includes(name)}
                onChange={(on) =>
                  chooseCollections(on ? [...named, name] : named.filter((each) => each !== name))
                }
              />
            ))}
          </fieldset>
        )}
        <fieldset>
          <legend>{t.collections.onlyDocuments}</legend>
          {/* one list, so that a box that changes its place when it is ticked keeps focus */}
          {[
            ...picked.map(({ id, name }) => (
              <Choice
                key={id}
                name={name}
                chosen
                onChange={() => chooseDocuments(ids.filter((each) => each !== id))}
              />
            )),
            <SearchField
              key="search"
              label={t.collections.findDocument}
              value={text}
              onChange={setText}
            />,
            ...found.map(({ document_id, filename }) => (
              <Choice
                key={document_id}
                name={filename}
                chosen={false}
                onChange={() => chooseDocuments([...ids, document_id])}
              />
            )),
          ]}
          {documents && found.length === 0 && text !== "" && (
            <p className={styles.none} role="status">
              {t.collections.noOtherDocument}
            </p>
          )}
        </fieldset>
      </div>
    </details>
  );
}

interface ChoiceProps {
  name: string;
  chosen: boolean;
  onChange(chosen: boolean): void;
}

function Choice({ name, chosen, onChange }: ChoiceProps) {
  return (
    <label>
      <input type="checkbox" checked={chosen} onChange={({ target }) => onChange(target.checked)} />
      <bdi>{name}</bdi>
    </label>
  );
}

/** Closes an open element with Escape and with a click elsewhere. */
function useClosing(details: { current: HTMLDetailsElement | null }): void {
  useEffect(() => {
    const close = (event: Event) => {
      if (!details.current?.open) return;
      const escaped =
        event instanceof KeyboardEvent && event.key === "Escape" && !isFilledSearch(event.target);
      const outside =
        event.type === "pointerdown" && !details.current.contains(event.target as Node);
      if (escaped) event.preventDefault(); // so that it closes and stops nothing else
      if (escaped && details.current.contains(document.activeElement)) {
        details.current.querySelector("summary")?.focus();
      }
      if (escaped || outside) details.current.open = false;
    };
    document.addEventListener("pointerdown", close);
    document.addEventListener("keydown", close);
    return () => {
      document.removeEventListener("pointerdown", close);
      document.removeEventListener("keydown", close);
    };
  }, [details]);
}
