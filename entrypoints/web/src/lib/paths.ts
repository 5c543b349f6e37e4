/** The paths of the pages, and the API paths that are called without `api/client`. */

import type { paths as ApiPaths } from "@/api/schema";
import { type PanelAddress, searchOf } from "./panelAddress";

/** Route patterns. */
export const routes = {
  newQuestion: "/",
  conversation: "/c/:sessionId",
  documents: "/documents",
  document: "/documents/:documentId",
  /** The list of documents and every document. */
  anyDocuments: "/documents/*?",
  access: "/access",
} as const;

/** Link targets. */
export const paths = {
  newQuestion: routes.newQuestion,
  conversation: (sessionId: string, panel: PanelAddress | null = null) =>
    `/c/${sessionId}${panel ? searchOf(panel) : ""}`,
  documents: routes.documents,
  access: routes.access,
  document: (documentId: string) => `/documents/${documentId}`,
} as const;

/** Streams and uploads, which `openapi-fetch` does not support, and what belongs to a stream. */
export const apiPaths = {
  chat: apiPath("/api/chat"),
  answerEvents: (messageId: string) => apiPath("/api/chat/{message_id}/events", messageId),
  cancelAnswer: (messageId: string) => apiPath("/api/chat/{message_id}/cancel", messageId),
  newestMessage: (sessionId: string) =>
    `${apiPath("/api/session/{session_id}", sessionId)}?limit=1`,
  documents: apiPath("/api/document"),
  documentEvents: (documentId: string) => apiPath("/api/document/{document_id}/events", documentId),
  original: (documentId: string, version?: number) =>
    apiPath("/api/document/{document_id}/original", documentId) +
    (version === undefined ? "" : `?version=${version}`),
} as const;

function apiPath(path: keyof ApiPaths, id = ""): string {
  return `${path.replace(/\{\w+\}/, id)}/`;
}
