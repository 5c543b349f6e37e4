import { useEffect, useRef } from "react";
import { IconButton } from "@/ui/Button";
import { CloseIcon, DownIcon, UpIcon } from "@/ui/icons";
import { SearchField } from "@/ui/SearchField";
import { t } from "@/words/all";
import styles from "./FindBar.module.css";
import { MOST_MATCHES } from "./find";
import type { Finder } from "./useFinder";

interface Props {
  finder: Finder;
  /** Counts the times that somebody wanted to search, each of which takes focus to the field. */
  asked: number;
  /** Why the text cannot be searched; null if it can. */
  failure: string | null;
  onClose(): void;
}

/** Finds words in a document, whether they are drawn or not. */
export function FindBar({ finder, asked, failure, onClose }: Props) {
  const { query, found, isBusy, index, step } = finder;
  const bar = useRef<HTMLFormElement>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again, it takes focus again
  useEffect(() => {
    const field = bar.current?.querySelector("input");
    field?.focus();
    field?.select();
  }, [asked]);

  const none = found.spans.length === 0;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a form takes Enter, and <search> is not one
    <form
      ref={bar}
      role="search"
      className={styles.bar}
      onSubmit={(event) => {
        event.preventDefault();
        step(1);
      }}
      onKeyDown={(event) => {
        if (event.key !== "Enter" || !event.shiftKey) return;
        event.preventDefault();
        step(-1);
      }}
    >
      <div className={styles.field}>
        <SearchField label={t.reader.find} value={query} onChange={finder.setQuery} />
      </div>
      <span role="status" className={styles.count}>
        {failure ?? (query.trim() !== "" && !isBusy && countOf(index, found.spans.length))}
      </span>
      <IconButton
        label={t.reader.previousMatch}
        icon={<UpIcon />}
        disabled={none}
        onClick={() => step(-1)}
      />
      <IconButton
        label={t.reader.nextMatch}
        icon={<DownIcon />}
        disabled={none}
        onClick={() => step(1)}
      />
      <IconButton label={t.reader.stopSearching} icon={<CloseIcon />} onClick={onClose} />
    </form>
  );
}

function countOf(index: number, count: number): string {
  if (count === 0) return t.common.notFound;
  return t.reader.matchOf(index + 1, count, count >= MOST_MATCHES);
}
