import { useVirtualizer } from "@tanstack/react-virtual";
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import type { Document, DocumentSort } from "@/api/types";
import { isUnfinished } from "@/features/reader";
import { usePrinting } from "@/lib/usePrinting";
import { Spinner } from "@/ui/Spinner";
import { t } from "@/words/all";
import { DocumentRow } from "./DocumentRow";
import styles from "./DocumentTable.module.css";
import { NEWEST } from "./listing";
import { useAllProgress } from "./progress";
import { readScrollOffset, storeScrollOffset } from "./scrollOffset";
import type { Selection } from "./selection";

interface Props {
  /** The same list until other documents are listed: what is read of all of them is kept for it. */
  documents: readonly Document[];
  sort: DocumentSort;
  onSort(sort: DocumentSort): void;
  selection: Selection;
  /** The scroll container of the table and the content above it. */
  scroller: HTMLElement | null;
  hasMore: boolean;
  loadingMore: boolean;
  onMore(): void;
  onDelete(document: Document): void;
  onTag(tag: string): void;
}

/** Of a row on a wide screen, in pixels: rows that are as expected are not laid out again. */
const ROW_HEIGHT = 48;
const ROWS_OUT_OF_SIGHT = 8;
/** The next page is fetched when so many rows are left. */
const LOOK_AHEAD = 40;

/** Documents in a virtual table; the next page is fetched near its end. */
export function DocumentTable(props: Props) {
  const { documents, sort, onSort, selection, scroller, hasMore, loadingMore, onMore } = props;
  const body = useRef<HTMLTableSectionElement>(null);
  const top = useTopIn(scroller, body);
  const printing = usePrinting();
  // another function would have the virtualizer lay out all rows again
  const keyOf = useCallback((index: number) => documents[index]?.document_id ?? index, [documents]);
  const virtualizer = useVirtualizer({
    count: documents.length,
    getScrollElement: () => scroller,
    estimateSize: () => ROW_HEIGHT,
    overscan: printing ? documents.length : ROWS_OUT_OF_SIGHT,
    scrollMargin: top,
    getItemKey: keyOf,
  });
  const items = virtualizer.getVirtualItems();
  const working = useMemo(() => documents.some(isUnfinished), [documents]);
  const progress = useAllProgress(working);
  const lastDrawn = items.at(-1)?.index ?? -1;
  useKeptPlace(scroller);

  useEffect(() => {
    if (hasMore && !loadingMore && lastDrawn >= documents.length - LOOK_AHEAD) onMore();
  }, [hasMore, loadingMore, lastDrawn, documents.length, onMore]);

  return (
    <>
      <table
        className={styles.table}
        aria-label={t.common.documents}
        aria-rowcount={hasMore ? -1 : documents.length + 1}
      >
        <thead>
          <tr aria-rowindex={1}>
            <th scope="col">
              <SelectAll documents={documents} selection={selection} />
            </th>
            <Sortable
              name={t.common.name}
              up="filename"
              down="-filename"
              sort={sort}
              onSort={onSort}
            />
            <th scope="col">{t.documents.format}</th>
            <Sortable
              name={t.documents.size}
              up="file_size"
              down="-file_size"
              sort={sort}
              onSort={onSort}
            />
            <Sortable
              name={t.documents.added}
              up="uploaded_at"
              down={NEWEST}
              sort={sort}
              onSort={onSort}
            />
            <th scope="col">{t.documents.collectionsAndTags}</th>
            <th scope="col">{t.documents.state}</th>
          </tr>
        </thead>
        <tbody
          ref={body}
          style={{
            height: virtualizer.getTotalSize(),
            // no row has a style of its own: browsers keep that of each that was ever drawn
            paddingBlockStart: (items[0]?.start ?? top) - top,
          }}
        >
          {items.map(({ index, key }) => {
            const document = documents[index];
            return (
              document && (
                <tr
                  key={key}
                  ref={virtualizer.measureElement}
                  data-index={index}
                  aria-rowindex={index + 2}
                  data-chosen={selection.has(document) || undefined}
                >
                  <DocumentRow
                    document={document}
                    progress={progress.get(document.document_id) ?? null}
                    chosen={selection.has(document)}
                    onChoose={(chosen) => selection.set([document], chosen)}
                    onDelete={props.onDelete}
                    onTag={props.onTag}
                  />
                </tr>
              )
            );
          })}
        </tbody>
      </table>
      {loadingMore && (
        <p className={styles.more}>
          <Spinner /> {t.documents.loadingMore}
        </p>
      )}
    </>
  );
}

function SelectAll({ documents, selection }: Pick<Props, "documents" | "selection">) {
  const chosen = useMemo(
    () => (selection.documents.size === 0 ? 0 : documents.filter(selection.has).length),
    [documents, selection],
  );
  return (
    <input
      type="checkbox"
      aria-label={t.documents.selectListed(documents.length)}
      checked={chosen > 0 && chosen === documents.length}
      ref={(box) => {
        if (box) box.indeterminate = chosen > 0 && chosen < documents.length;
      }}
      onChange={({ target }) => selection.set(documents, target.checked)}
    />
  );
}

interface SortableProps extends Pick<Props, "sort" | "onSort"> {
  name: string;
  up: DocumentSort;
  down: DocumentSort;
}

function Sortable({ name, up, down, sort, onSort }: SortableProps) {
  const order = sort === up ? "ascending" : sort === down ? "descending" : undefined;
  // names begin with A, and others with what is most looked for: the newest and the largest
  const first = up === "filename" ? up : down;
  const other = first === up ? down : up;
  return (
    <th scope="col" aria-sort={order}>
      <button type="button" onClick={() => onSort(sort === first ? other : first)}>
        {name}
        <span aria-hidden="true">{order === "ascending" ? " ↑" : order ? " ↓" : ""}</span>
      </button>
    </th>
  );
}

/** Brings a list that is opened again back to where it was left. */
function useKeptPlace(scroller: HTMLElement | null): void {
  useLayoutEffect(() => {
    if (scroller === null) return;
    scroller.scrollTop = readScrollOffset(window.location.search);
    const store = () => storeScrollOffset(window.location.search, scroller.scrollTop);
    scroller.addEventListener("scroll", store, { passive: true });
    return () => scroller.removeEventListener("scroll", store);
  }, [scroller]);
}

/** Returns the offset of an element from the top of its scroll container, also after a resize. */
function useTopIn(scroller: HTMLElement | null, of: { current: HTMLElement | null }): number {
  const [top, setTop] = useState(0);
  useLayoutEffect(() => {
    const element = of.current;
    const around = element?.parentElement?.parentElement;
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
