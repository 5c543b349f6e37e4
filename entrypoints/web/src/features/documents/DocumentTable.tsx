import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useLayoutEffect, useRef, useState } from "react";
import type { Document } from "@/api/types";
import { usePrinting } from "@/lib/usePrinting";
import { Spinner } from "@/ui/Spinner";
import styles from "./DocumentList.module.css";
import { DocumentRow } from "./DocumentRow";

interface Props {
  documents: readonly Document[];
  /** The scroll container of the list and the content above it. */
  scroller: HTMLElement | null;
  hasMore: boolean;
  loadingMore: boolean;
  onMore(): void;
  onDelete(document: Document): void;
}

/** Each takes a connection to the server, of which a browser has six. */
const MOST_FOLLOWED = 2;
const ROW_HEIGHT = 64;
const ROWS_OUT_OF_SIGHT = 8;

/** Documents in a virtual list; the next page is fetched near its end. */
export function DocumentList({
  documents,
  scroller,
  hasMore,
  loadingMore,
  onMore,
  onDelete,
}: Props) {
  const list = useRef<HTMLUListElement>(null);
  const top = useTopIn(scroller, list);
  const printing = usePrinting();
  const virtualizer = useVirtualizer({
    count: documents.length,
    getScrollElement: () => scroller,
    estimateSize: () => ROW_HEIGHT,
    overscan: printing ? documents.length : ROWS_OUT_OF_SIGHT,
    scrollMargin: top,
    getItemKey: (index) => documents[index]?.document_id ?? index,
  });
  const items = virtualizer.getVirtualItems();
  const followed = documents.filter(({ status }) => status === "processing").slice(-MOST_FOLLOWED); // the oldest, which end first
  const lastDrawn = items.at(-1)?.index ?? -1;

  useEffect(() => {
    if (hasMore && !loadingMore && lastDrawn >= documents.length - 1) onMore();
  }, [hasMore, loadingMore, lastDrawn, documents.length, onMore]);

  return (
    <>
      <ul
        ref={list}
        className={styles.list}
        aria-label="Documents"
        style={{ height: virtualizer.getTotalSize() }}
      >
        {items.map(({ index, key, start }) => {
          const document = documents[index];
          return (
            document && (
              <li
                key={key}
                ref={virtualizer.measureElement}
                data-index={index}
                className={styles.item}
                style={{ transform: `translateY(${start - top}px)` }}
                aria-setsize={hasMore ? -1 : documents.length}
                aria-posinset={index + 1}
              >
                <DocumentRow
                  document={document}
                  following={followed.includes(document)}
                  onDelete={onDelete}
                />
              </li>
            )
          );
        })}
      </ul>
      {loadingMore && (
        <p className={styles.more}>
          <Spinner /> Loading more…
        </p>
      )}
    </>
  );
}

/** Returns the offset of an element from the top of its scroll container, also after a resize. */
function useTopIn(scroller: HTMLElement | null, of: { current: HTMLElement | null }): number {
  const [top, setTop] = useState(0);
  useLayoutEffect(() => {
    const element = of.current;
    const around = element?.parentElement;
    if (scroller === null || !element || !around) return;
    const measure = () =>
      setTop(
        Math.round(
          element.getBoundingClientRect().top -
            scroller.getBoundingClientRect().top +
            scroller.scrollTop,
        ),
      );
    measure();
    const observer = new ResizeObserver(measure);
    for (const sibling of around.children) observer.observe(sibling);
    observer.observe(around);
    return () => observer.disconnect();
  }, [scroller, of]);
  return top;
}
