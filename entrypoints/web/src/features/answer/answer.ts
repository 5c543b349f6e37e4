/** The client's model of an answer, live or stored. */

import type {
  AbstentionReason,
  Citation,
  FailedModel,
  FinishReason,
  Marker,
  Sentence,
  Source,
  TextFormat,
  Timings,
  Usage,
} from "@/api/types";

/**
 * The state of an answer.
 *
 * `waiting`: asked, no event yet · `streaming` · `reconnecting`: the connection was lost and is
 * retried · `lost`: reconnecting was given up · `done` · `failed`: it ended with an error.
 */
export type AnswerStatus = "waiting" | "streaming" | "reconnecting" | "lost" | "done" | "failed";

export interface Answer {
  /** Null until the server has sent it. */
  messageId: string | null;
  status: AnswerStatus;
  /** Whether the server is known to have received the question. */
  sent: boolean;
  /** The question that was searched, after rewriting; null until the server has sent it. */
  searched: string | null;
  cached: boolean;
  text: string;
  /** Whether it rests on documents that one may not read: then nothing of it is shown. */
  withheld: boolean;
  /** How `text` is shown: a literal text is words of the documents, without any markup. */
  format: TextFormat;
  /** The length of `text` in code points. */
  textLength: number;
  /** The citation markers in `text`, in order; any other `[n]` in it is text. */
  markers: readonly Marker[];
  sources: readonly Source[];
  citations: readonly Citation[];
  confidence: number | null;
  finishReason: FinishReason | null;
  reason: AbstentionReason | null;
  /** The share of its sentences with a verified citation, 0 to 1. */
  groundedness: number | null;
  /** The number of sentences with a verified citation, and the number that should have one. */
  supported: number | null;
  sentences: number | null;
  /** Those that should have one and have none, in code points of `text`; known at its end. */
  unsupported: readonly Sentence[];
  usage: Usage | null;
  timings: Timings | null;
  /** The model that wrote it; null if none was asked, or until its end is known. */
  model: string | null;
  /** The models that failed before it. */
  fallbackFrom: readonly FailedModel[];
  /** The error message, for users. */
  error: string | null;
  /** The number of the last event; following continues after it. */
  lastEventId: number;
}

export const EMPTY_ANSWER: Answer = {
  messageId: null,
  status: "waiting",
  sent: false,
  searched: null,
  cached: false,
  text: "",
  withheld: false,
  format: "markdown",
  textLength: 0,
  markers: [],
  sources: [],
  citations: [],
  confidence: null,
  finishReason: null,
  reason: null,
  groundedness: null,
  supported: null,
  sentences: null,
  unsupported: [],
  usage: null,
  timings: null,
  model: null,
  fallbackFrom: [],
  error: null,
  lastEventId: 0,
};

/** Whether an answer is unfinished. */
export function isOpen(answer: Answer): boolean {
  return ["waiting", "streaming", "reconnecting"].includes(answer.status);
}
