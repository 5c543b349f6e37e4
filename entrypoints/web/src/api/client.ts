/** Typed calls of the server, and what it says when one fails. */

import createClient from "openapi-fetch";
import type { paths } from "./schema";
import type { Problem } from "./types";

export const api = createClient<paths>({ baseUrl: "" });

/** A call that failed; `message` is for people, `code` is stable. */
export class ApiError extends Error {
  readonly code: string;
  readonly status: number;
  /** In how many seconds to try again; null if trying again as it is will not help. */
  readonly retryAfter: number | null;

  constructor(problem: Pick<Problem, "detail" | "code" | "status"> & Partial<Problem>) {
    super(problem.detail);
    this.name = "ApiError";
    this.code = problem.code;
    this.status = problem.status;
    this.retryAfter = problem.retry_after ?? null;
  }

  /** Makes an error of whatever came instead of an answer. */
  static of(problem: unknown, status: number): ApiError {
    if (isProblem(problem)) return new ApiError(problem);
    return new ApiError({
      detail: `The server answered with ${status} and did not say why. Try again.`,
      code: "unexpected_answer",
      status,
    });
  }

  /** The server could not be reached at all. */
  static unreachable(): ApiError {
    return new ApiError({
      detail: "The server does not answer. Nothing was lost: check that Quoth runs and try again.",
      code: "unreachable",
      status: 0,
    });
  }
}

/** Returns the data of a call, or throws an `ApiError`. */
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

/** Returns the problem in a response that failed, as an error to throw. */
export async function errorOf(response: Response): Promise<ApiError> {
  const problem: unknown = await response.json().catch(() => null);
  return ApiError.of(problem, response.status);
}

function isProblem(value: unknown): value is Problem {
  return typeof value === "object" && value !== null && "detail" in value && "code" in value;
}
