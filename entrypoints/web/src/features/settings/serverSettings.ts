/** The settings of the server in words, in the order in which they are shown. */

import { t } from "@/words";
import { bytesInWords, secondsInWords } from "./words";

export type Value = string | number | null;

interface SettingInWords {
  name: string;
  what: string;
  inWords(value: Value): string;
}

const count = (value: Value) => Number(value).toLocaleString("en");
const tokens = (value: Value) => `${count(value)} tokens`;
const perMinute = (value: Value) => (value === 0 ? t.common.noLimit : `${count(value)} a minute`);

export const SECTIONS: readonly [string, Readonly<Record<string, SettingInWords>>][] = [
  [
    "Search and answers",
    {
      QUOTH_SEARCH_TOP_K: {
        name: "Passages for an answer",
        what: "An answer draws on so many passages at most. More give a model more to read, also more that is beside the question.",
        inWords: count,
      },
      QUOTH_SEARCH_MIN_CONFIDENCE: {
        name: "Least confidence",
        what: "If a search is less sure that its passages answer the question, there is no answer, and no model is asked.",
        inWords: (value) => `${Math.round(Number(value) * 100)}%`,
      },
      QUOTH_SEARCH_MIN_SCORE: {
        name: "Least score of a passage",
        what: "Passages that match the question less are left out. Lower it if right passages are missing.",
        inWords: (value) => (value === null ? t.settings.scoreOfModel : String(value)),
      },
      QUOTH_RERANKER_MODEL: {
        name: "Reranking model",
        what: "Reads the 50 best passages again and orders them. It finds more, and takes time.",
        inWords: (value) => String(value || "none"),
      },
      QUOTH_CONTEXT_DOCUMENT_TOKENS: {
        name: "Room for passages",
        what: "So much of the documents a chat model reads for an answer.",
        inWords: tokens,
      },
      QUOTH_CONTEXT_ANSWER_TOKENS: {
        name: "Longest answer",
        what: "A chat model stops after so much.",
        inWords: tokens,
      },
      QUOTH_ANSWER_CACHE_SECONDS: {
        name: "Answers are cached for",
        what: "The same question in the same place gets the same answer for so long, unless a document changes.",
        inWords: (value) => secondsInWords(Number(value)),
      },
    },
  ],
  [
    "Documents",
    {
      QUOTH_MAX_UPLOAD_BYTES: {
        name: "Largest file",
        what: "Larger files are refused.",
        inWords: (value) => bytesInWords(Number(value)),
      },
      QUOTH_CHUNK_TOKENS: {
        name: "Longest passage",
        what: "Documents are split into passages of this size. It applies to documents that are added afterwards.",
        inWords: tokens,
      },
      QUOTH_CHUNK_OVERLAP_TOKENS: {
        name: "Overlap of passages",
        what: "So much each passage repeats of the one before it.",
        inWords: tokens,
      },
      QUOTH_DOCUMENT_LANGUAGE: {
        name: "Language",
        what: "Decides which forms of a word are one.",
        inWords: (value) => String(value || t.settings.detected),
      },
      QUOTH_DOCUMENT_VERSIONS: {
        name: "Versions of a document",
        what: "So many are stored, the current one included, so that earlier quotations can be opened.",
        inWords: count,
      },
    },
  ],
  [
    "Limits",
    {
      QUOTH_CHAT_RATE_LIMIT: {
        name: "Questions",
        what: "Of each person or key; without keys, of each network address.",
        inWords: perMinute,
      },
      QUOTH_SEARCH_RATE_LIMIT: { name: "Searches", what: "Of each as well.", inWords: perMinute },
      QUOTH_UPLOAD_RATE_LIMIT: { name: "Uploads", what: "Of each as well.", inWords: perMinute },
      QUOTH_REQUEST_RATE_LIMIT: {
        name: "Requests of any kind",
        what: "Of each as well.",
        inWords: perMinute,
      },
      QUOTH_MAX_ANSWERS: {
        name: "Answers at the same time",
        what: "A server refuses further questions until one of them has ended.",
        inWords: count,
      },
      QUOTH_MAX_SEARCHES: {
        name: "Searches at the same time",
        what: "A server refuses further ones for a moment.",
        inWords: count,
      },
      QUOTH_MAX_QUEUED_DOCUMENTS: {
        name: "Documents in the queue",
        what: "Further ones are refused until some are processed.",
        inWords: count,
      },
      QUOTH_SIGN_IN_HOURS: {
        name: "A sign-in lasts",
        what: "After that, people sign in again.",
        inWords: (value) => secondsInWords(Number(value) * 3_600),
      },
    },
  ],
];
