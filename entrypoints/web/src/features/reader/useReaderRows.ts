import { useVirtualizer } from "@tanstack/react-virtual";
import { type RefObject, useCallback, useEffect, useMemo, useRef } from "react";
import { jumpTo } from "./jumpTo";
import { type Rows, rowAt, rowSpan, rowsOf, type Span } from "./rows";

/** A place in a text, and what was marked when it was read there. */
export interface ReadingPlace {
  codePoint: number;
  marked: string;
}

interface Options {
  rows: Rows;
  /** What was last in sight, also of the same text shown in another way. */
  place: RefObject<ReadingPlace | null>;
  /** What is brought into view and focused: the quotation, or else the passage. */
  target: Span | undefined;
  /** The match of a search that is brought into view. */
  current: Span | undefined;
}

const LINE_HEIGHT = 26;
const CHARACTERS_PER_LINE = 70;
const ROWS_OUT_OF_SIGHT = 20;
/** Above and below the text, in pixels. */
const MARGIN = 16;

/** The virtual list of a text's rows, which goes to what is marked. */
export function useReaderRows({ rows, place, target, current }: Options) {
  const scroller = useRef<HTMLElement>(null);
  const quotation = useRef<HTMLElement>(null);
  const match = useRef<HTMLElement>(null);
  const virtualizer = useVirtualizer<HTMLElement, HTMLDivElement>({
    count: rows.count,
    getScrollElement: () => scroller.current,
    estimateSize: (row) => LINE_HEIGHT * Math.ceil(unitsIn(rows, row) / CHARACTERS_PER_LINE),
    overscan: ROWS_OUT_OF_SIGHT,
    paddingStart: MARGIN,
    paddingEnd: MARGIN,
  });

  const targetRows = useRowsOf(rows, target);
  const marked = `${target?.start} ${target?.end}`;
  const stop = useRef<() => void>(null);
  const jump = useCallback(() => {
    if (targetRows === null) return;
    stop.current?.();
    // on a small screen the text itself may be out of view
    scroller.current?.scrollIntoView({ block: "nearest" });
    stop.current = jumpTo(virtualizer, {
      row: targetRows.first,
      target: () => quotation.current ?? passageIn(scroller.current),
      takesFocus: true,
    });
  }, [targetRows, virtualizer]);

  useEffect(() => {
    const last = place.current;
    // shown in another way, the text stays where it was
    if (last?.marked !== marked) jump();
    else virtualizer.scrollToIndex(rowAt(rows, last.codePoint), { align: "start" });
    return () => stop.current?.();
  }, [jump, place, marked, rows, virtualizer]);

  const matchRows = useRowsOf(rows, current);
  useEffect(() => {
    if (matchRows === null) return;
    stop.current?.();
    stop.current = jumpTo(virtualizer, {
      row: matchRows.first,
      target: () => match.current,
      takesFocus: false,
    });
  }, [matchRows, virtualizer]);

  const { range } = virtualizer;
  const isInSight = (span: { first: number; last: number } | null) =>
    span !== null &&
    range !== null &&
    span.last >= range.startIndex &&
    span.first <= range.endIndex;
  const top = rowSpan(rows, range?.startIndex ?? 0).start;
  const read = [isInSight(matchRows) && current, isInSight(targetRows) && target].find(Boolean);
  return {
    virtualizer,
    scroller,
    quotation,
    match,
    targetRows,
    jump,
    /** Whether the target is out of sight. */
    isAway: targetRows !== null && range !== null && !isInSight(targetRows),
    /** The code point that is read: of what is marked, if it is in sight. */
    read: read ? read.start : top,
    notePlace: () => {
      const { start: codePoint } = rowSpan(rows, virtualizer.range?.startIndex ?? 0);
      place.current = { codePoint, marked };
    },
  };
}

/** Returns the start of a passage of which nothing is quoted. */
function passageIn(scroller: HTMLElement | null): HTMLElement | null {
  return scroller?.querySelector<HTMLElement>("[data-index][role=region]") ?? null;
}

function useRowsOf(rows: Rows, span: Span | undefined) {
  const { start, end } = span ?? {};
  return useMemo(
    () => (start === undefined || end === undefined ? null : rowsOf(rows, { start, end })),
    [rows, start, end],
  );
}

function unitsIn(rows: Rows, row: number): number {
  return (rows.units[row + 1] ?? 0) - (rows.units[row] ?? 0);
}
