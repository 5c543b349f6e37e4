/** Converts the timings of an answer to the segments of a timeline. */

import type { Timings } from "@/api/types";
import { number } from "@/words/format";

export type Stage = "embedding" | "rewriting" | "searching" | "first_word" | "writing" | "rest";

/** A segment of an answer's time, in milliseconds from its start. */
export interface Segment {
  stage: Stage;
  start: number;
  end: number;
}

/**
 * Returns consecutive segments from the start to the end of the answer.
 *
 * `embed`, `rewrite` and `search` are durations; `first_token` and `total` are measured from the start.
 * Stages that did not run or are unknown are omitted; unaccounted time becomes `rest`.
 */
export function timeline({ embed, rewrite, search, first_token, total }: Timings): Segment[] {
  const segments: Segment[] = [];
  let passed = 0;
  const until = (stage: Stage, end: number | null) => {
    if (end === null || end <= passed) return;
    segments.push({ stage, start: passed, end });
    passed = end;
  };
  until("embedding", embed);
  until("rewriting", rewrite === undefined ? null : passed + rewrite);
  until("searching", search === null ? null : passed + search);
  until("first_word", first_token);
  until(first_token === null ? "rest" : "writing", total);
  return segments;
}

/** Formats a duration: `4.2 ms`, `310 ms`, `1.3 s`. */
export function inWords(milliseconds: number): string {
  if (milliseconds >= 1000) return `${fixed(milliseconds / 1000, 1)} s`;
  return `${fixed(milliseconds, milliseconds < 10 ? 1 : 0)} ms`;
}

function fixed(value: number, digits: number): string {
  return number(value, { minimumFractionDigits: digits, maximumFractionDigits: digits });
}
