import { useVirtualizer } from "@tanstack/react-virtual";
import { type RefObject, useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { Chunk } from "@/api/types";
import { Button } from "@/ui/Button";
import { contentOf, isParsed, type Shown, stylesOf } from "./content";
import { copyExactly } from "./copyExactly";
import { jumpTo } from "./jumpTo";
import { ReaderBlock } from "./ReaderBlock";
import { ReaderRow } from "./ReaderRow";
import styles from "./ReaderText.module.css";
import { type Rows, rowAt, rowSpan, rowsOf, type Span } from "./rows";

/** A place in a text, and the quotation that was marked when it was read there. */
export interface ReadingPlace {
  codePoint: number;
  quoted: string;
}

interface Props {
  text: string;
  shown: Shown;
  /** What was last in sight, also of the same text shown in another way. */
  place: RefObject<ReadingPlace | null>;
  highlight: (Span & { verified?: boolean }) | undefined;
  /** The chunks whose starts are marked; undefined for none. */
  chunks: readonly Chunk[] | undefined;
}

const LINE_HEIGHT = 26;
const CHARACTERS_PER_LINE = 70;
const ROWS_OUT_OF_SIGHT = 20;
/** Above and below the text, in pixels. */
const MARGIN = 16;

/** The rows of a text in a virtual list. */
export function ReaderText({ text, shown, place, highlight, chunks }: Props) {
  const scroller = useRef<HTMLElement>(null);
  const quotation = useRef<HTMLElement>(null);
  const [chosen, setChosen] = useState<number | null>(null);
  const content = useMemo(() => contentOf(text, shown), [text, shown]);
  const { rows } = content;
  const virtualizer = useVirtualizer<HTMLElement, HTMLDivElement>({
    count: rows.count,
    getScrollElement: () => scroller.current,
    estimateSize: (row) => LINE_HEIGHT * Math.ceil(unitsIn(rows, row) / CHARACTERS_PER_LINE),
    overscan: ROWS_OUT_OF_SIGHT,
    paddingStart: MARGIN,
    paddingEnd: MARGIN,
  });

  const { start, end } = highlight ?? {};
  const quoted = useMemo(
    () => (start === undefined || end === undefined ? null : rowsOf(rows, { start, end })),
    [rows, start, end],
  );

  const quotedKey = `${start} ${end}`;
  const stop = useRef<() => void>(null);
  const jump = useCallback(() => {
    if (quoted === null) return;
    stop.current?.();
    // on a small screen the text itself may be out of view
    scroller.current?.scrollIntoView({ block: "nearest" });
    stop.current = jumpTo(virtualizer, quoted.first, quotation);
  }, [quoted, virtualizer]);

  useEffect(() => {
    const last = place.current;
    // shown in another way, the text stays where it was
    if (last?.quoted !== quotedKey) jump();
    else virtualizer.scrollToIndex(rowAt(rows, last.codePoint), { align: "start" });
    return () => stop.current?.();
  }, [jump, place, quotedKey, rows, virtualizer]);

  const hasGutter = chunks !== undefined;
  const hadGutter = useRef(hasGutter);
  useEffect(() => {
    if (hadGutter.current === hasGutter) return;
    hadGutter.current = hasGutter;
    // the gutter narrows every row, so the measured heights are no longer valid
    const row = virtualizer.range?.startIndex ?? 0;
    virtualizer.measure();
    virtualizer.scrollToIndex(row, { align: "start" });
  }, [hasGutter, virtualizer]);

  const items = virtualizer.getVirtualItems();
  const range = virtualizer.range;
  const isAway =
    quoted !== null &&
    range !== null &&
    (quoted.last < range.startIndex || quoted.first > range.endIndex);

  return (
    <div className={styles.frame}>
      <section
        ref={scroller}
        className={styles.scroller}
        aria-label="Text of the document"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard must be able to scroll it
        tabIndex={0}
        onCopy={(event) => content.markdown === null && copyExactly(event, rows)}
        onScroll={() => {
          const { start: codePoint } = rowSpan(rows, virtualizer.range?.startIndex ?? 0);
          place.current = { codePoint, quoted: quotedKey };
        }}
      >
        <div className={styles.space} style={{ height: virtualizer.getTotalSize() }}>
          <div
            className={`${styles.rows} ${hasGutter ? styles.withGutter : ""}`}
            style={{ transform: `translateY(${items[0]?.start ?? 0}px)` }}
          >
            {items.map(({ index }) => (
              <div
                key={index}
                ref={virtualizer.measureElement}
                data-index={index}
                className={classesOf(stylesOf(content, index, shown))}
              >
                {content.markdown && isParsed(content, index) ? (
                  <ReaderBlock
                    {...content.markdown}
                    row={index}
                    highlight={quoted ? highlight : undefined}
                    quotation={index === quoted?.first ? quotation : undefined}
                  />
                ) : (
                  <ReaderRow
                    rows={rows}
                    row={index}
                    highlight={quoted ? highlight : undefined}
                    quotation={index === quoted?.first ? quotation : undefined}
                    chunks={chunks}
                    chosen={chosen}
                    onChoose={setChosen}
                  />
                )}
              </div>
            ))}
          </div>
        </div>
      </section>
      {isAway && (
        <div className={styles.jump}>
          <Button look="primary" onClick={jump}>
            Jump to the quotation
          </Button>
        </div>
      )}
    </div>
  );
}

function unitsIn(rows: Rows, row: number): number {
  return (rows.units[row + 1] ?? 0) - (rows.units[row] ?? 0);
}

function classesOf(names: readonly string[]): string {
  return [styles.row, ...names.map((name) => styles[name])].join(" ");
}
