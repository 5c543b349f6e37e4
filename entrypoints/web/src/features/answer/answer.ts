/** One answer, as far as it is known: the model that the pages share. */

import type { AbstentionReason, Citation, FinishReason, Source, Timings, Usage } from "@/api/types";

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
  /** The share of its sentences with a verified citation, from 0 to 1. */
  groundedness: number | null;
  /** How many of its sentences have a verified citation, and how many count. */
  supported: number | null;
  sentences: number | null;
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
  supported: null,
  sentences: null,
  usage: null,
  timings: null,
  error: null,
  lastEventId: 0,
};

/** Whether more of an answer is to come. */
export function isOpen(answer: Answer): boolean {
  return ["waiting", "streaming", "reconnecting"].includes(answer.status);
}
