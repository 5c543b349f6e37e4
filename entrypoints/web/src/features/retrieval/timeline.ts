/** From the timings of an answer to the stretches of time that it was made in. */

import type { Timings } from "@/api/types";

export type Stage = "embedding" | "searching" | "first_word" | "writing" | "rest";

/** A stretch of an answer's time, in milliseconds from its beginning. */
export interface Segment {
  stage: Stage;
  start: number;
  end: number;
}

/**
 * Returns the stretches one after the other, up to the end of the answer.
 *
 * `embed` and `search` are durations; `first_token` and `total` are counted from the beginning.
 * What did not run, or is not known, is left out, and the time that nothing accounts for is the rest.
 */
export function timeline({ embed, search, first_token, total }: Timings): Segment[] {
  const segments: Segment[] = [];
  let passed = 0;
  const until = (stage: Stage, end: number | null) => {
    if (end === null || end <= passed) return;
    segments.push({ stage, start: passed, end });
    passed = end;
  };
  until("embedding", embed);
  until("searching", search === null ? null : passed + search);
  until("first_word", first_token);
  until(first_token === null ? "rest" : "writing", total);
  return segments;
}

/** Returns a duration as people read it: `4.2 ms`, `310 ms`, `1.3 s`. */
export function inWords(milliseconds: number): string {
  if (milliseconds >= 1000) return `${(milliseconds / 1000).toFixed(1)} s`;
  return `${milliseconds.toFixed(milliseconds < 10 ? 1 : 0)} ms`;
}
