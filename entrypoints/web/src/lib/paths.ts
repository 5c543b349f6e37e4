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
} as const;

/** Link targets. */
export const paths = {
  newQuestion: routes.newQuestion,
  conversation: (sessionId: string, panel: PanelAddress | null = null) =>
    `/c/${sessionId}${panel ? searchOf(panel) : ""}`,
  documents: routes.documents,
  document: (documentId: string) => `/documents/${documentId}`,
} as const;

/** Streams and uploads, which `openapi-fetch` does not support. */
export const apiPaths = {
  chat: apiPath("/api/chat"),
  answerEvents: (messageId: string) => apiPath("/api/chat/{message_id}/events", messageId),
  cancelAnswer: (messageId: string) => apiPath("/api/chat/{message_id}/cancel", messageId),
  documents: apiPath("/api/document"),
} as const;

function apiPath(path: keyof ApiPaths, messageId = ""): string {
  return `${path.replace("{message_id}", messageId)}/`;
}
