import type { ReactNode } from "react";
import { counted, number } from "@/words/format";

const tokens = (count: number) => `${number(count)} tokens`;

/** The settings page: the choices of a browser, and how the server is set up. */
export const settings = {
  ofThisBrowser:
    "What you choose in the first four sections is stored in this browser and holds for it alone.",
  server: "The server",
  serverHint: (envFile: ReactNode, command: ReactNode) => (
    <>
      Whoever runs the server changes what follows. A name in capitals is a variable: set it in the
      server's environment or in its file {envFile}, and restart it. What begins with {command} is a
      command to run there.
    </>
  ),
  languageAsBrowser: "As the browser",
  theme: "Theme",
  themes: { system: "As the system", light: "Light", dark: "Dark" },
  keyboard: "Keyboard",
  singleKeys: (key: ReactNode) => <>Shortcuts of one character, such as {key}</>,
  allShortcuts: "All shortcuts",
  languageModel: "Language model",
  default: "default",
  failedLast: (problem: string) => `Failed when it was last used: ${problem}`,
  oneModel: (key: ReactNode, model: ReactNode, file: ReactNode) => (
    <>
      The server has one. {key} or {model} in the server's settings sets another one, and {file}{" "}
      names several to choose from.
    </>
  ),
  addsNothing: "Asks no chat model, and adds no words.",
  readsUpTo: (provider: string, window: number) => `${provider}, reads up to ${tokens(window)}`,
  price: (facts: string, read: string, written: string) =>
    `${facts}, ${read} for a million tokens read and ${written} for a million written`,
  health: "Version and health",
  version: "Version",
  database: "Database",
  embeddingModel: "Embedding model",
  embeddingHint: "It finds passages by their meaning.",
  fileReaders: "Reading of files",
  works: "works",
  byDefault: (value: string, usual: string) => `${value} (by default ${usual})`,
  storage: "Storage and quotas",
  documentsHint: "How many documents the workspace has.",
  storageUsed: "Storage used",
  storageHint: "The files of all documents, those of their stored versions included.",
  questionsToday: "Questions today",
  questionsHint: "Of all who work in the workspace. Days end at midnight UTC.",
  tokensToday: "Tokens today",
  tokensHint: "What chat models read and wrote.",
  unlimited: (used: string) => `${used}, no limit`,
  ofMost: (used: string, most: string) => `${used} of ${most}`,
  tokens,
  perMinute: (count: number) => `${number(count)} a minute`,
  scoreOfModel: "that of the embedding model",
  none: "none",
  detected: "detected for each document",
  hours: (count: number) => counted(count, { one: "hour", other: "hours" }),
  minutes: (count: number) => counted(count, { one: "minute", other: "minutes" }),
  seconds: (count: number) => counted(count, { one: "second", other: "seconds" }),
  sections: { search: "Search and answers", documents: "Documents", limits: "Limits" },
  /** The settings of the server, by their variables. */
  variables: {
    QUOTH_SEARCH_TOP_K: {
      name: "Passages for an answer",
      what: "An answer draws on so many passages at most. More give a model more to read, also more that is beside the question.",
    },
    QUOTH_SEARCH_MIN_CONFIDENCE: {
      name: "Least confidence",
      what: "If a search is less sure that its passages answer the question, there is no answer, and no model is asked.",
    },
    QUOTH_SEARCH_MIN_SCORE: {
      name: "Least score of a passage",
      what: "Passages that match the question less are left out. Lower it if right passages are missing.",
    },
    QUOTH_RERANKER_MODEL: {
      name: "Reranking model",
      what: "Reads the 50 best passages again and orders them. It finds more, and takes time.",
    },
    QUOTH_CONTEXT_DOCUMENT_TOKENS: {
      name: "Room for passages",
      what: "So much of the documents a chat model reads for an answer.",
    },
    QUOTH_CONTEXT_ANSWER_TOKENS: {
      name: "Longest answer",
      what: "A chat model stops after so much.",
    },
    QUOTH_ANSWER_CACHE_SECONDS: {
      name: "Answers are cached for",
      what: "The same question in the same place gets the same answer for so long, unless a document changes.",
    },
    QUOTH_MAX_UPLOAD_BYTES: { name: "Largest file", what: "Larger files are refused." },
    QUOTH_CHUNK_TOKENS: {
      name: "Longest passage",
      what: "Documents are split into passages of this size. It applies to documents that are added afterwards.",
    },
    QUOTH_CHUNK_OVERLAP_TOKENS: {
      name: "Overlap of passages",
      what: "So much each passage repeats of the one before it.",
    },
    QUOTH_DOCUMENT_LANGUAGE: {
      name: "Language",
      what: "Decides which forms of a word are one.",
    },
    QUOTH_DOCUMENT_VERSIONS: {
      name: "Versions of a document",
      what: "So many are stored, the current one included, so that earlier quotations can be opened.",
    },
    QUOTH_CHAT_RATE_LIMIT: {
      name: "Questions",
      what: "Of each person or key; without keys, of each network address.",
    },
    QUOTH_SEARCH_RATE_LIMIT: { name: "Searches", what: "Likewise." },
    QUOTH_UPLOAD_RATE_LIMIT: { name: "Uploads", what: "Likewise." },
    QUOTH_REQUEST_RATE_LIMIT: { name: "Requests of any kind", what: "Likewise." },
    QUOTH_MAX_ANSWERS: {
      name: "Answers at the same time",
      what: "A server refuses further questions until one of them has ended.",
    },
    QUOTH_MAX_SEARCHES: {
      name: "Searches at the same time",
      what: "A server refuses further ones for a moment.",
    },
    QUOTH_MAX_QUEUED_DOCUMENTS: {
      name: "Documents in the queue",
      what: "Further ones are refused until some are processed.",
    },
    QUOTH_SIGN_IN_HOURS: {
      name: "A sign-in lasts",
      what: "After that, people sign in again.",
    },
  },
  shortcuts: {
    search: "Search, or go to a page, a question or a document",
    field: "Go to the search field; in an open document, find words",
    send: "Send the question",
    newLine: "New line in the question",
    recall: "Bring the last question back into the empty field",
    stop: "Stop the answer that is being written; close what is open",
    quotations:
      "Previous and next quotation; with none open, the last and the first of the newest answer",
    matches: "Next and previous match of the words to find",
    shortcuts: "Show these shortcuts",
  },
};
