/**
 * What can go wrong: a tree by what a caller can do about it.
 *
 * QuothError
 * ├── ConnectionFailed       the server was not reached, or the connection broke
 * ├── RequestRefused         the server answered with a problem; `status` says which kind
 * ├── AnswerFailed           an answer ended with an error event
 * ├── ProcessingFailed       the work on a document ended without one
 * └── ResponseNotUnderstood  the address is not Quoth's
 */

import type { Problem } from "./types.ts";

/** Something went wrong. `code` is stable; `message` is for people. */
export class QuothError extends Error {
  readonly code: string;

  constructor(message: string, code: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
    this.code = code;
  }
}

/** The server was not reached, or the connection broke. */
export class ConnectionFailed extends QuothError {
  /** Whether the server had begun to respond. If not, it may have received the request anyway. */
  readonly responded: boolean;

  constructor(responded: boolean, cause?: unknown) {
    const message = responded
      ? "The connection to the server was lost. Try again."
      : "The server is not responding. Check that Quoth is running and try again.";
    super(message, "connection_failed", { cause });
    this.responded = responded;
  }
}

/** The server answered with a problem. */
export class RequestRefused extends QuothError {
  readonly status: number;
  /** What the server's log calls the request; empty if something before the server answered. */
  readonly requestId: string;
  /** The seconds until another attempt makes sense; null if unknown. */
  readonly retryAfter: number | null;

  /** Makes the error from the body of a response, whatever it is. */
  constructor(problem: unknown, response: Pick<Response, "status" | "headers">) {
    const { status, headers } = response;
    const known = isProblem(problem) ? problem : null;
    super(
      known?.detail ?? `The server sent an unexpected response (${status}). Try again.`,
      known?.code ?? `http_${status}`,
    );
    this.status = status;
    this.requestId = known?.request_id ?? "";
    const seconds = headers.get("Retry-After") ?? "";
    this.retryAfter = known?.retry_after ?? (/^\d+$/.test(seconds) ? Number(seconds) : null);
  }
}

/** An answer ended with an error. */
export class AnswerFailed extends QuothError {
  readonly messageId: string;
  /** Whether a part of its text was stored. */
  readonly partial: boolean;

  constructor(message: string, code: string, messageId: string, partial: boolean) {
    super(message, code);
    this.messageId = messageId;
    this.partial = partial;
  }
}

/** The work on a document ended without a searchable document. */
export class ProcessingFailed extends QuothError {
  readonly documentId: string;

  constructor(message: string, code: string, documentId: string) {
    super(message, code);
    this.documentId = documentId;
  }
}

/** A response is not what Quoth sends. */
export class ResponseNotUnderstood extends QuothError {
  constructor(message: string) {
    super(message, "response_not_understood");
  }
}

function isProblem(value: unknown): value is Problem {
  return typeof value === "object" && value !== null && "detail" in value && "code" in value;
}
