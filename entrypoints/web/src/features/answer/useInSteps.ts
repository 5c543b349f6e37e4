import { useEffect, useState } from "react";

/**
 * Returns how much of a length is to be drawn: of what grows by more than a step, one step more with
 * each frame.
 *
 * A whole answer from the cache, or all sentences without a source at the end of a very long one,
 * would hold up the page.
 *
 * @param step As much as is drawn well within a frame.
 * @param from What is drawn already; by default all that is there from the beginning.
 */
export function useInSteps(length: number, step: number, from = length): number {
  const [before, setBefore] = useState(from);
  const drawn = Math.min(length, before + step);
  const isBehind = drawn < length;
  if (!isBehind && before !== length) setBefore(length);
  useEffect(() => {
    if (!isBehind) return;
    const frame = requestAnimationFrame(() => setBefore(drawn));
    return () => cancelAnimationFrame(frame);
  }, [isBehind, drawn]);
  return drawn;
}
