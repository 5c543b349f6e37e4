import { useEffect, useState } from "react";

/** As many as are drawn well within a frame. */
const STEP = 20;

/**
 * Returns how many of a list are to be drawn, more of a long one with each frame.
 *
 * What is there from the beginning is drawn at once. Only a long list that comes later, such as the
 * sentences without a source at the end of a very long answer, would hold up the page.
 */
export function useInSteps(length: number): number {
  const [drawn, setDrawn] = useState(length);
  const isBehind = length > Math.max(drawn, STEP);
  useEffect(() => {
    if (!isBehind) return;
    const frame = requestAnimationFrame(() => setDrawn(drawn + STEP));
    return () => cancelAnimationFrame(frame);
  }, [isBehind, drawn]);
  return isBehind ? drawn : length;
}
