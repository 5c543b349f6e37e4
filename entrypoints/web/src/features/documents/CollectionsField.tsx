import { useId, useState } from "react";
import type { Document } from "@/api/types";
import { Button } from "@/ui/Button";
import { VisuallyHidden } from "@/ui/VisuallyHidden";
import styles from "./CollectionsField.module.css";
import { useChangeDocument } from "./queries";

/** The collections of a document, to be read and changed. */
export function CollectionsField({ document }: { document: Document }) {
  const change = useChangeDocument(document.document_id);
  const [added, setAdded] = useState("");
  const error = useId();
  const { collections } = document;

  const save = (names: string[]) =>
    change.mutate({ collections: names }, { onSuccess: () => setAdded("") });

  return (
    <form
      className={styles.collections}
      onSubmit={(event) => {
        event.preventDefault();
        if (added.trim() !== "") save([...collections, added]);
      }}
    >
      {collections.map((name) => (
        <span key={name} className={styles.collection}>
          <bdi>{name}</bdi>
          <Button
            look="quiet"
            disabled={change.isPending}
            aria-label={`Remove from ${name}`}
            onClick={() => save(collections.filter((each) => each !== name))}
          >
            ×
          </Button>
        </span>
      ))}
      <input
        aria-label="Add to a collection"
        aria-describedby={change.error ? error : undefined}
        placeholder="Add to a collection"
        value={added}
        maxLength={200}
        onChange={({ target }) => setAdded(target.value)}
      />
      {added.trim() !== "" && (
        <Button look="quiet" type="submit" disabled={change.isPending}>
          Add
        </Button>
      )}
      {change.error && (
        <span id={error} role="alert" className={styles.error}>
          {change.error.message}
        </span>
      )}
      <VisuallyHidden>
        <span role="status">{change.isSuccess ? "The collections are saved" : ""}</span>
      </VisuallyHidden>
    </form>
  );
}
