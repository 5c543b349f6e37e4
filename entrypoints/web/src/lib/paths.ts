/** The paths of the pages, and those of the API that are called without its client. */

import type { paths as ApiPaths } from "@quoth/client";
import { type PanelAddress, searchOf } from "./panelAddress";

/** Route patterns. */
export const routes = {
  newQuestion: "/",
  conversation: "/c/:sessionId",
  documents: "/documents",
  document: "/documents/:documentId",
  usage: "/usage",
  /** The list of documents and every document. */
  anyDocuments: "/documents/*?",
  access: "/access",
  settings: "/settings",
} as const;

/** Link targets. */
export const paths = {
  newQuestion: routes.newQuestion,
  conversation: (sessionId: string, panel: PanelAddress | null = null) =>
    `/c/${sessionId}${panel ? searchOf(panel) : ""}`,
  documents: routes.documents,
  access: routes.access,
  settings: routes.settings,
  document: (documentId: string) => `/documents/${documentId}`,
  usage: routes.usage,
  /** A conversation, scrolled to one of its messages. */
  message: (sessionId: string, messageId: string) => `/c/${sessionId}?at=${messageId}`,
} as const;

/** What the browser itself requests, or reports the progress of. */
export const apiPaths = {
  documents: apiPath("/api/document"),
  documentEvents: (documentId: string) => apiPath("/api/document/{document_id}/events", documentId),
  transcript: (sessionId: string, format: "markdown" | "html") =>
    `${apiPath("/api/session/{session_id}/export", sessionId)}?format=${format}`,
  original: (documentId: string, version?: number) =>
    apiPath("/api/document/{document_id}/original", documentId) +
    (version === undefined ? "" : `?version=${version}`),
} as const;

function apiPath(path: keyof ApiPaths, id = ""): string {
  return `${path.replace(/\{\w+\}/, id)}/`;
}
