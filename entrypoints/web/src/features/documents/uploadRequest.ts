/** Sends a file to the server. */

import { RequestRefused } from "@quoth/client";
import type { Document } from "@/api/types";
import { apiPaths } from "@/lib/paths";

/** The callbacks of a request; one of the last three ends it. */
export interface UploadListener {
  onProgress(percent: number): void;
  /** The server has the whole file. */
  onSent(): void;
  onAccepted(document: Document, alreadyThere: boolean): void;
  onRefused(error: RequestRefused): void;
  /** The connection was lost, or the file could not be read: browsers do not say which. */
  onConnectionError(): void;
}

/** Sends a file. Returns a function that stops the request, after which no callback is called. */
export function sendFile(file: File, idempotencyKey: string, listener: UploadListener): () => void {
  // fetch does not report upload progress
  const request = new XMLHttpRequest();
  let percent = 0;
  request.upload.onprogress = ({ lengthComputable, loaded, total }) => {
    const reached = lengthComputable ? Math.floor((100 * loaded) / total) : 0;
    if (reached <= percent) return;
    percent = reached;
    listener.onProgress(percent);
  };
  request.upload.onload = () => listener.onSent();
  request.onload = () => report(request, listener);
  request.onerror = () => listener.onConnectionError();
  const form = new FormData();
  form.append("file", file);
  // the answer says what became of the file; without it, a large one is answered before it is read
  request.open("POST", apiPaths.documents);
  request.setRequestHeader("Idempotency-Key", idempotencyKey);
  request.send(form);
  return () => {
    request.onload = request.onerror = request.upload.onprogress = request.upload.onload = null;
    request.abort();
  };
}

function report(request: XMLHttpRequest, listener: UploadListener): void {
  const answer = parsed(request.responseText);
  if (request.status >= 200 && request.status < 300 && isDocument(answer)) {
    listener.onAccepted(answer, request.status === 200);
    return;
  }
  const headers = new Headers({ "Retry-After": request.getResponseHeader("Retry-After") ?? "" });
  listener.onRefused(new RequestRefused(answer, { status: request.status, headers }));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function isDocument(value: unknown): value is Document {
  return typeof value === "object" && value !== null && "document_id" in value;
}
