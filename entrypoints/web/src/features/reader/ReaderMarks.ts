import type { Ref } from "react";
import type { Chunk } from "@/api/types";
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
  /** The passages whose starts are marked; undefined for none. */
  passages: Passages | undefined;
}

export interface Passages {
  /** In the order of the text. */
  chunks: readonly Chunk[];
  /** The index of the one whose words are marked. */
  chosen: number | null;
  onChoose(index: number | null): void;
}
