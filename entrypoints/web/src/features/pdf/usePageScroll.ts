import { useCallback, useLayoutEffect, useMemo, useRef, useState } from "react";
import {
  type Anchor,
  anchorAt,
  heightOf,
  layoutOf,
  PAGE_GAP,
  type PageLayout,
  type PageSize,
  pageAt,
} from "./layout";

interface Options {
  scroller: HTMLElement | null;
  count: number;
  first: PageSize;
  /** The sizes that are known, by index; the others are taken to be like the first one. */
  sizes: ReadonlyMap<number, PageSize>;
  available: number;
  zoom: number;
  /** The place to scroll to when it becomes known or changes. */
  target: Anchor | null;
}

interface PageScroll {
  layout: PageLayout;
  /** The indices of the pages that are in sight or next to it. */
  drawn: { first: number; last: number };
  /** The index of the page that is read. */
  current: number;
  /** Scrolls to a place: to the line where one reads, or to the top. */
  goTo(anchor: Anchor, to?: "line" | "top"): void;
}

const TOP: Anchor = { index: 0, fraction: 0 };
/** Where the line is at which one reads, of the height in sight. */
const READING_LINE = 1 / 3;

/** Scrolls through pages; what is read stays in its place while sizes of pages become known. */
export function usePageScroll(options: Options): PageScroll {
  const { scroller, count, first, sizes, available, zoom, target } = options;
  const layout = useMemo(
    () => layoutOf(count, (index) => sizes.get(index) ?? first, available, zoom),
    [count, first, sizes, available, zoom],
  );
  const [view, setView] = useState({ top: 0, height: 0 });
  const anchor = useRef<Anchor | null>(null);

  const look = useCallback(() => {
    if (scroller) setView({ top: scroller.scrollTop, height: scroller.clientHeight });
  }, [scroller]);

  const goTo = useCallback(
    (next: Anchor, to: "line" | "top" = "line") => {
      if (!scroller) return;
      anchor.current = next;
      const line = to === "top" ? PAGE_GAP : scroller.clientHeight * READING_LINE;
      scroller.scrollTop = heightOf(layout, next) - line;
      if (to === "top") anchor.current = readAt(scroller, layout);
      look();
    },
    [scroller, layout, look],
  );

  // a new target first, so that it is what stays in its place
  const reached = useRef(new WeakSet<Anchor>());
  useLayoutEffect(() => {
    if (!scroller || available === 0) return;
    // each once: what was searched for stays in sight when the search is closed
    if (target && !reached.current.has(target)) {
      reached.current.add(target);
      // on a small screen the pages themselves may be out of view
      scroller.scrollIntoView({ block: "nearest" });
      goTo(target);
    } else if (anchor.current) goTo(anchor.current);
    else look();
  }, [scroller, available, target, goTo, look]);

  useLayoutEffect(() => {
    if (!scroller) return;
    const onScroll = () => {
      anchor.current = readAt(scroller, layout);
      look();
    };
    scroller.addEventListener("scroll", onScroll, { passive: true });
    return () => scroller.removeEventListener("scroll", onScroll);
  }, [scroller, layout, look]);

  const current = view.height > 0 ? readIndex(view, layout) : TOP.index;
  return {
    layout,
    drawn: {
      first: pageAt(layout, view.top - view.height / 2),
      last: pageAt(layout, view.top + 1.5 * view.height),
    },
    current,
    goTo,
  };
}

function readAt({ scrollTop, clientHeight }: HTMLElement, layout: PageLayout): Anchor {
  return anchorAt(layout, scrollTop + clientHeight * READING_LINE);
}

function readIndex(view: { top: number; height: number }, layout: PageLayout): number {
  return pageAt(layout, view.top + view.height * READING_LINE);
}
