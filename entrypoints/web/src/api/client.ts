/** The typed API client and its errors. */

import createClient from "openapi-fetch";
import type { paths } from "./schema";
import type { Problem } from "./types";

export const api = createClient<paths>({ baseUrl: "", fetch: fetchOnceStarted });

const WHILE_STARTING_MS = 2_000;

/** A failed call. `message` is for users, `code` is stable. */
export class ApiError extends Error {
  readonly code: string;
  readonly status: number;
  /** Seconds until a retry may succeed; null if the same request cannot succeed. */
  readonly retryAfter: number | null;

  constructor(problem: Pick<Problem, "detail" | "code" | "status"> & Partial<Problem>) {
    super(problem.detail);
    this.name = "ApiError";
    this.code = problem.code;
    this.status = problem.status;
    this.retryAfter = problem.retry_after ?? null;
  }

  /** Makes an error from a response body of unknown shape. */
  static of(problem: unknown, status: number): ApiError {
    if (isProblem(problem)) return new ApiError(problem);
    return new ApiError({
      detail: `The server sent an unexpected response (${status}). Try again.`,
      code: "unexpected_answer",
      status,
    });
  }

  /** Makes the error for a server that could not be reached. */
  static unreachable(): ApiError {
    return new ApiError({
      detail: "The server is not responding. Check that Quoth is running and try again.",
      code: "unreachable",
      status: 0,
    });
  }
}

/** Whether an error says that the server is starting. Nothing was done then, so a retry is safe. */
export function isStarting(error: unknown): boolean {
  return error instanceof ApiError && error.code === "starting";
}

/** Sends a request, and sends it again until the server has started. */
async function fetchOnceStarted(request: Request): Promise<Response> {
  for (;;) {
    const response = await fetch(request.clone());
    if (response.status !== 503 || !isStarting(await errorOf(response.clone()))) return response;
    await new Promise((resolve) => setTimeout(resolve, WHILE_STARTING_MS));
    request.signal.throwIfAborted();
  }
}

/** Whether an error says that there is nothing with this id. */
export function isMissing(error: unknown): boolean {
  return error instanceof ApiError && error.status === 404;
}

/** Returns the data of a call. Throws `ApiError`. */
export async function unwrap<T>(
  call: Promise<{ data?: T; error?: unknown; response: Response }>,
): Promise<T> {
  const { data, error, response } = await call.catch((cause: unknown) => {
    if (cause instanceof DOMException && cause.name === "AbortError") throw cause;
    throw ApiError.unreachable();
  });
  if (!response.ok) throw ApiError.of(error, response.status);
  return data as T;
}

/** Reads the error from a failed response. */
export async function errorOf(response: Response): Promise<ApiError> {
  const problem: unknown = await response.json().catch(() => null);
  return ApiError.of(problem, response.status);
}

function isProblem(value: unknown): value is Problem {
  return typeof value === "object" && value !== null && "detail" in value && "code" in value;
}
