import type { Virtualizer } from "@tanstack/react-virtual";

/** Row heights, and so the scroll position, become known only as rows render. */
const MOST_FRAMES_TO_SETTLE = 30;

interface Destination {
  row: number;
  /** Returns what is marked in the row; null until it is drawn. */
  target(): HTMLElement | null;
  takesFocus: boolean;
}

/** Scrolls what is marked to the middle, and may focus it. Returns a function that stops that. */
export function jumpTo(
  virtualizer: Virtualizer<HTMLElement, HTMLDivElement>,
  { row, target, takesFocus }: Destination,
): () => void {
  let frames = 0;
  let frame = 0;
  let focused: HTMLElement | null = null;
  const settle = () => {
    const scroller = virtualizer.scrollElement;
    const mark = target();
    frames += 1;
    if (scroller && mark) {
      // once: by the next frame, somebody may have moved focus on
      if (takesFocus && focused !== mark) mark.focus({ preventScroll: true });
      focused = mark;
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
