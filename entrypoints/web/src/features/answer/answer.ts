/** One answer, as far as it is known: the model that the pages share. */

import type { AbstentionReason, Citation, FinishReason, Source, Timings, Usage } from "@/api/types";

/** A span of a document's text, in code points. */
export interface Place {
  documentId: string;
  filename: string;
  start: number;
  end: number;
  /** Whether the span is known to hold what is shown of it: of a passage it always is. */
  verified: boolean;
  /** The words that were quoted from it, which stay when the document is deleted. */
  quotation?: string;
}

/**
 * How an answer stands.
 *
 * `waiting`: asked, nothing came yet · `streaming` · `reconnecting`: the connection was lost and
 * is being made again · `lost`: it could not be made again · `done` · `failed`: it ended with an error.
 */
export type AnswerStatus = "waiting" | "streaming" | "reconnecting" | "lost" | "done" | "failed";

export interface Answer {
  /** Null until the server has said. */
  messageId: string | null;
  status: AnswerStatus;
  /** The question as it was searched; null until the server has said. */
  searched: string | null;
  cached: boolean;
  text: string;
  sources: readonly Source[];
  citations: readonly Citation[];
  confidence: number | null;
  finishReason: FinishReason | null;
  reason: AbstentionReason | null;
  groundedness: number | null;
  usage: Usage | null;
  timings: Timings | null;
  /** What went wrong, for people. */
  error: string | null;
  /** The number of the last event that came; following goes on behind it. */
  lastEventId: number;
}

export const EMPTY_ANSWER: Answer = {
  messageId: null,
  status: "waiting",
  searched: null,
  cached: false,
  text: "",
  sources: [],
  citations: [],
  confidence: null,
  finishReason: null,
  reason: null,
  groundedness: null,
  usage: null,
  timings: null,
  error: null,
  lastEventId: 0,
};

/** Whether more of an answer is to come. */
export function isOpen(answer: Answer): boolean {
  return ["waiting", "streaming", "reconnecting"].includes(answer.status);
}

/** Returns the place that a citation or a source stands at. */
export function placeOf(quoted: Citation | Source): Place {
  return {
    documentId: quoted.document_id,
    filename: quoted.filename,
    start: quoted.char_start,
    end: quoted.char_end,
    ...("verified" in quoted
      ? { verified: quoted.verified, quotation: quoted.cited_text }
      : { verified: true }),
  };
}
