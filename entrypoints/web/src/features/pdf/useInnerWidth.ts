import { useLayoutEffect, useState } from "react";

/** Space on both sides of a page, in pixels. */
const MARGIN = 24;
const NARROW = 600;
const NARROW_MARGIN = 8;

/** Returns the width that a page has in its scroll container, also after a resize. */
export function useInnerWidth(scroller: HTMLElement | null): number {
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    if (scroller === null) return;
    const measure = () => {
      const { clientWidth } = scroller;
      setWidth(Math.max(0, clientWidth - 2 * (clientWidth < NARROW ? NARROW_MARGIN : MARGIN)));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(scroller);
    return () => observer.disconnect();
  }, [scroller]);
  return width;
}
