import { useVirtualizer, type Virtualizer } from "@tanstack/react-virtual";
import { type ClipboardEvent, useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { Chunk } from "@/api/types";
import { Button } from "@/ui/Button";
import { ReaderRow } from "./ReaderRow";
import styles from "./ReaderText.module.css";
import { type Rows, rowsOf, type Span, splitRows } from "./rows";

interface Props {
  text: string;
  highlight: (Span & { verified?: boolean }) | undefined;
  /** The chunks whose starts are marked; undefined for none. */
  chunks: readonly Chunk[] | undefined;
}

const LINE_HEIGHT = 26;
const CHARACTERS_PER_LINE = 70;
const ROWS_OUT_OF_SIGHT = 20;
/** Row heights, and so the scroll position, become known only as rows render. */
const MOST_FRAMES_TO_SETTLE = 30;

/** The rows of a text in a virtual list. */
export function ReaderText({ text, highlight, chunks }: Props) {
  const scroller = useRef<HTMLElement>(null);
  const quotation = useRef<HTMLElement>(null);
  const [chosen, setChosen] = useState<number | null>(null);
  const rows = useMemo(() => splitRows(text), [text]);
  const virtualizer = useVirtualizer<HTMLElement, HTMLDivElement>({
    count: rows.count,
    getScrollElement: () => scroller.current,
    estimateSize: (row) => LINE_HEIGHT * Math.ceil(unitsIn(rows, row) / CHARACTERS_PER_LINE),
    overscan: ROWS_OUT_OF_SIGHT,
  });

  const { start, end } = highlight ?? {};
  const quoted = useMemo(
    () => (start === undefined || end === undefined ? null : rowsOf(rows, { start, end })),
    [rows, start, end],
  );

  const stop = useRef<() => void>(null);
  const jump = useCallback(() => {
    if (quoted === null) return;
    stop.current?.();
    // on a small screen the text itself may be out of view
    scroller.current?.scrollIntoView({ block: "nearest" });
    stop.current = jumpTo(virtualizer, quoted.first, quotation);
  }, [quoted, virtualizer]);

  useEffect(() => {
    jump();
    return () => stop.current?.();
  }, [jump]);

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
        onCopy={(event) => copyExactly(event, rows)}
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
                className={styles.row}
              >
                <ReaderRow
                  rows={rows}
                  row={index}
                  highlight={quoted ? highlight : undefined}
                  quotation={index === quoted?.first ? quotation : undefined}
                  chunks={chunks}
                  chosen={chosen}
                  onChoose={setChosen}
                />
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

/** Scrolls a quotation to the middle and focuses it. Returns a function that stops that. */
function jumpTo(
  virtualizer: Virtualizer<HTMLElement, HTMLDivElement>,
  row: number,
  quotation: { current: HTMLElement | null },
): () => void {
  let frames = 0;
  let frame = 0;
  const settle = () => {
    const scroller = virtualizer.scrollElement;
    const mark = quotation.current;
    frames += 1;
    if (scroller && mark) {
      if (document.activeElement !== mark) mark.focus({ preventScroll: true });
      const distance = distanceFromMiddle(mark, scroller);
      if (Math.abs(distance) < 1 && frames > 2) return;
      scroller.scrollTop += distance;
    } else {
      virtualizer.scrollToOffset(virtualizer.getOffsetForIndex(row, "center")?.[0] ?? 0);
    }
    if (frames < MOST_FRAMES_TO_SETTLE) frame = requestAnimationFrame(settle);
  };
  frame = requestAnimationFrame(settle);
  return () => cancelAnimationFrame(frame);
}

function distanceFromMiddle(mark: HTMLElement, scroller: HTMLElement): number {
  const around = scroller.getBoundingClientRect();
  const inside = mark.getBoundingClientRect();
  // if it is taller than the view, its start should be visible
  const height = Math.min(inside.height, around.height / 2);
  return inside.top + height / 2 - (around.top + around.height / 2);
}

/** Copies the exact characters of the text: a browser would add line ends between rows. */
function copyExactly(event: ClipboardEvent, rows: Rows): void {
  const selection = document.getSelection();
  if (selection === null || selection.isCollapsed) return;
  const range = selection.getRangeAt(0);
  const from = unitAt(range.startContainer, range.startOffset, rows);
  const to = unitAt(range.endContainer, range.endOffset, rows);
  if (from === null || to === null) return;
  event.clipboardData.setData("text/plain", rows.text.slice(from, to));
  event.preventDefault();
}

function unitAt(node: Node, offset: number, rows: Rows): number | null {
  const element = node instanceof Element ? node : node.parentElement;
  const row = element?.closest<HTMLElement>("[data-index]");
  if (!row) return null;
  const before = document.createRange();
  before.setStart(row, 0);
  before.setEnd(node, offset);
  return (rows.units[Number(row.dataset.index)] ?? 0) + before.toString().length;
}

function unitsIn(rows: Rows, row: number): number {
  return (rows.units[row + 1] ?? 0) - (rows.units[row] ?? 0);
}
