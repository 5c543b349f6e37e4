import type { Ref } from "react";
import type { Span } from "./rows";

/** What is marked in the rows of a text, in its code points. */
export interface ReaderMarks {
  quoted: Span | undefined;
  /** A ref to the start of the quotation. */
  quotation: Ref<HTMLElement>;
  /** What was searched for, in order. */
  found: readonly Span[];
  /** The match that is shown now; undefined for none. */
  current: Span | undefined;
  /** A ref to that match. */
  match: Ref<HTMLElement>;
}
