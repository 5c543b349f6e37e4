import { useEffect, useState } from "react";
import type { DocumentStatus } from "@/api/types";
import { useCollections } from "@/lib/collections";
import { Button } from "@/ui/Button";
import { SearchField } from "@/ui/SearchField";
import { useDebounced } from "@/ui/useDebounced";
import { t } from "@/words/all";
import { number } from "@/words/format";
import { CollectionActions } from "./CollectionActions";
import { CollectionLimit } from "./CollectionLimit";
import styles from "./DocumentFilters.module.css";
import { formatName } from "./formatNames";
import { useFormats } from "./formats";
import type { Listing } from "./listing";

interface Props {
  listing: Listing;
  onChange(change: Partial<Listing>): void;
  /** Called with the collection to list after a change of one, and what was done, in words. */
  onCollection(name: string | null, receipt: string): void;
}

/** Which documents are listed, and what can be done to the collection that is. */
export function DocumentFilters({ listing, onChange, onCollection }: Props) {
  const collections = useCollections().data ?? [];
  const chosen = collections.find(({ name }) => name === listing.collection);
  const formats = useFormats() ?? [];
  return (
    <search className={styles.filters} aria-label={t.common.documents}>
      <NameFilter text={listing.text} onText={(text) => onChange({ text })} />
      {(collections.length > 0 || listing.collection !== null) && (
        <select
          aria-label={t.documents.collection}
          value={listing.collection ?? ""}
          onChange={({ target }) => onChange({ collection: target.value || null })}
        >
          <option value="">{t.documents.allCollections}</option>
          {listing.collection !== null && !chosen && (
            <option value={listing.collection}>{listing.collection}</option>
          )}
          {collections.map(({ collection_id, name, documents: count }) => (
            <option key={collection_id} value={name}>
              {name} ({number(count)})
            </option>
          ))}
        </select>
      )}
      <select
        aria-label={t.documents.format}
        value={listing.mediaType ?? ""}
        onChange={({ target }) => onChange({ mediaType: target.value || null })}
      >
        <option value="">{t.documents.allFormats}</option>
        {formats.map(({ media_type }) => (
          <option key={media_type} value={media_type}>
            {formatName(media_type, formats)}
          </option>
        ))}
      </select>
      <select
        aria-label={t.documents.state}
        value={listing.status ?? ""}
        onChange={({ target }) => onChange({ status: (target.value as DocumentStatus) || null })}
      >
        <option value="">{t.documents.allStates}</option>
        {Object.entries(t.documents.status).map(([status, words]) => (
          <option key={status} value={status}>
            {words}
          </option>
        ))}
      </select>
      {listing.tag !== null && (
        <Button
          look="plain"
          aria-label={t.documents.tagFilterLabel(listing.tag)}
          onClick={() => onChange({ tag: null })}
        >
          {t.documents.tagFilter(<bdi>{listing.tag}</bdi>)}
        </Button>
      )}
      {chosen && <CollectionLimit collection={chosen} />}
      <CollectionActions listed={chosen} onDone={onCollection} />
    </search>
  );
}

/** The address changes when typing pauses: a browser takes few changes of it in a second. */
function NameFilter({ text, onText }: { text: string; onText(text: string): void }) {
  const [typed, setTyped] = useState(text);
  const debounced = useDebounced(typed);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only what was typed changes the list
  useEffect(() => {
    if (debounced !== text) onText(debounced);
  }, [debounced]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only another address changes the text
  useEffect(() => {
    if (text !== debounced) setTyped(text);
  }, [text]);
  return <SearchField label={t.documents.searchByName} value={typed} onChange={setTyped} />;
}
