import { type RefObject, useMemo, useState } from "react";
import { useDebounced } from "@/ui/useDebounced";
import { type Found, findIn, NOTHING_FOUND } from "./find";
import type { ReadingPlace } from "./useReaderRows";

/** A search in a document. */
export interface Finder {
  query: string;
  found: Found;
  /** The index of the match that is shown now. */
  index: number;
  /** Whether the text is still loading, or the query still changing. */
  isBusy: boolean;
  setQuery(query: string): void;
  /** Goes so many matches on, around the ends. */
  step(by: number): void;
}

const PAUSE_MS = 150;

/**
 * Searches a text, which need not be drawn.
 *
 * @param text Undefined until it is loaded, and while nobody searches.
 * @param place What was last in sight: the first match is the next one from there.
 */
export function useFinder(text: string | undefined, place: RefObject<ReadingPlace | null>): Finder {
  const [query, setQuery] = useState("");
  const settled = useDebounced(query, PAUSE_MS);
  const spans = useMemo(
    () => (text === undefined ? NOTHING_FOUND.spans : findIn(text, settled)),
    [text, settled],
  );
  const first = useMemo(() => {
    const from = place.current?.codePoint ?? 0;
    return Math.max(
      0,
      spans.findIndex(({ end }) => end > from),
    );
  }, [spans, place]);
  const [steps, setSteps] = useState({ spans, by: 0 });
  const by = steps.spans === spans ? steps.by : 0;
  const index = spans.length === 0 ? 0 : modulo(first + by, spans.length);
  const current = spans[index];
  const found = useMemo(() => ({ spans, current }), [spans, current]);
  return {
    query,
    found,
    index,
    isBusy: text === undefined || query !== settled,
    setQuery,
    step: (more) => setSteps({ spans, by: by + more }),
  };
}

function modulo(value: number, size: number): number {
  return ((value % size) + size) % size;
}
