import { useEffect, useRef } from "react";
import { useCollections } from "@/lib/collections";
import styles from "./ScopeChoice.module.css";

interface Props {
  /** The names of the chosen collections; none means all documents. */
  chosen: readonly string[];
  onChoose(names: readonly string[]): void;
}

/** Chooses which collections a question is asked of; shown as soon as there is one. */
export function ScopeChoice({ chosen, onChoose }: Props) {
  const { data } = useCollections();
  const details = useRef<HTMLDetailsElement>(null);
  // one that was deleted meanwhile can still be taken away
  const names = [...new Set([...(data ?? []).map(({ name }) => name), ...chosen])];

  useEffect(() => {
    const close = (event: Event) => {
      if (!details.current?.open) return;
      const escaped = event instanceof KeyboardEvent && event.key === "Escape";
      const outside =
        event.type === "pointerdown" && !details.current.contains(event.target as Node);
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
  }, []);

  if (names.length === 0) return null;
  return (
    <details ref={details} className={styles.scope}>
      <summary>
        Ask <strong>{chosen.length > 0 ? <bdi>{chosen.join(", ")}</bdi> : "all documents"}</strong>
      </summary>
      <fieldset className={styles.choices}>
        <legend>Ask only these collections</legend>
        {names.map((name) => (
          <label key={name}>
            <input
              type="checkbox"
              checked={chosen.includes(name)}
              onChange={({ target }) =>
                onChoose(
                  target.checked ? [...chosen, name] : chosen.filter((each) => each !== name),
                )
              }
            />
            <bdi>{name}</bdi>
          </label>
        ))}
      </fieldset>
    </details>
  );
}
