/** The settings of the server that are shown, in their order, and how their values are written. */

import { t, type Words } from "@/words/all";
import { languageOf, number, percent } from "@/words/format";
import { bytesInWords, secondsInWords } from "./words";

export type Value = string | number | null;

type Variable = keyof Words["settings"]["variables"];

interface Section {
  name: keyof Words["settings"]["sections"];
  settings: readonly [Variable, (value: Value) => string][];
}

const languageInWords = (value: Value) => (value ? languageOf(String(value)) : t.settings.detected);
const count = (value: Value) => number(Number(value));
const tokens = (value: Value) => t.settings.tokens(Number(value));
const bytes = (value: Value) => bytesInWords(Number(value));
const perMinute = (value: Value) =>
  value === 0 ? t.common.noLimit : t.settings.perMinute(Number(value));

export const SECTIONS: readonly Section[] = [
  {
    name: "search",
    settings: [
      ["QUOTH_SEARCH_TOP_K", count],
      ["QUOTH_SEARCH_MIN_CONFIDENCE", (value) => percent(Number(value))],
      [
        "QUOTH_SEARCH_MIN_SCORE",
        (value) => (value === null ? t.settings.scoreOfModel : number(Number(value))),
      ],
      ["QUOTH_RERANKER_MODEL", (value) => String(value || t.settings.none)],
      ["QUOTH_CONTEXT_DOCUMENT_TOKENS", tokens],
      ["QUOTH_CONTEXT_ANSWER_TOKENS", tokens],
      ["QUOTH_ANSWER_CACHE_SECONDS", (value) => secondsInWords(Number(value))],
    ],
  },
  {
    name: "documents",
    settings: [
      ["QUOTH_MAX_UPLOAD_BYTES", bytes],
      ["QUOTH_CHUNK_TOKENS", tokens],
      ["QUOTH_CHUNK_OVERLAP_TOKENS", tokens],
      ["QUOTH_DOCUMENT_LANGUAGE", languageInWords],
      ["QUOTH_DOCUMENT_VERSIONS", count],
    ],
  },
  {
    name: "limits",
    settings: [
      ["QUOTH_CHAT_RATE_LIMIT", perMinute],
      ["QUOTH_SEARCH_RATE_LIMIT", perMinute],
      ["QUOTH_UPLOAD_RATE_LIMIT", perMinute],
      ["QUOTH_REQUEST_RATE_LIMIT", perMinute],
      ["QUOTH_MAX_ANSWERS", count],
      ["QUOTH_MAX_SEARCHES", count],
      ["QUOTH_MAX_QUEUED_DOCUMENTS", count],
      ["QUOTH_SIGN_IN_HOURS", (value) => secondsInWords(Number(value) * 3_600)],
    ],
  },
];
