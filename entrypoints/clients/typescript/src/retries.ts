/** When a request is sent again, and how long to wait before. */

import { ConnectionFailed, type QuothError, RequestRefused } from "./errors.ts";

export interface Failure {
  error: QuothError;
  /** How many attempts failed before this one. */
  attempt: number;
  /** Whether sending the request twice does no more than sending it once. */
  repeatable: boolean;
}

/** Returns how many milliseconds to wait before the next attempt; null if there is to be none. */
export type RetryPolicy = (failure: Failure) => number | null;

export interface Retries {
  /** How often a request is sent again; 0 for never. */
  most?: number;
  /** How long `Retry-After` is obeyed for a request, in milliseconds, however often it comes. */
  longestWait?: number;
}

const FIRST_MS = 250;
const LONGEST_MS = 8_000;
/** The statuses of a server, or of a proxy before it, that cannot answer at the moment. */
const UNAVAILABLE = [502, 503, 504];

/** Returns a policy of growing pauses. */
export function retries({ most = 5, longestWait = 60_000 }: Retries = {}): RetryPolicy {
  return ({ error, attempt, repeatable }) => {
    if (most === 0 || !mayPass(error, repeatable)) return null;
    const told = error instanceof RequestRefused ? error.retryAfter : null;
    if (told !== null) return told * 1_000 * (attempt + 1) <= longestWait ? told * 1_000 : null;
    if (attempt >= most) return null;
    // spread: clients that failed together do not all come back together
    return Math.min(LONGEST_MS, FIRST_MS * 2 ** attempt) * (0.5 + Math.random() / 2);
  };
}

/** Sends nothing again. */
export const never: RetryPolicy = () => null;

function mayPass(error: QuothError, repeatable: boolean): boolean {
  if (error instanceof ConnectionFailed) return repeatable;
  if (!(error instanceof RequestRefused)) return false;
  if (error.status === 429) return true;
  // only a problem of Quoth itself tells that nothing was done
  const nothingDone = error.requestId !== "" && error.code !== "outcome_unknown";
  return UNAVAILABLE.includes(error.status) && (repeatable || nothingDone);
}

/** Waits. Rejects with the reason of the signal if that is aborted. */
export function pause(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", end);
      if (signal?.aborted) reject(signal.reason);
      else resolve();
    };
    const timer = setTimeout(end, milliseconds);
    if (signal?.aborted) end();
    else signal?.addEventListener("abort", end);
  });
}
