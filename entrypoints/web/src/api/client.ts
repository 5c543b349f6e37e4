/** The page's connection to its server, and what it makes of errors. */

import { ConnectionFailed, Quoth, QuothError, RequestRefused } from "@quoth/client";

export { unwrap } from "@quoth/client";

const WHILE_STARTING_MS = 2_000;

/** Waits until the server has started; any other error is shown, with a button to try again. */
export const quoth = new Quoth({
  server: window.location.origin,
  timeout: Number.POSITIVE_INFINITY,
  retry: ({ error }) => (isStarting(error) ? WHILE_STARTING_MS : null),
});

export const api = quoth.api;

/** Whether an error says that the server is starting. Nothing was done then, so a retry is safe. */
export function isStarting(error: unknown): boolean {
  return error instanceof QuothError && error.code === "starting";
}

const MOST_RETRIES = 4; // the last one after 15 seconds

/** Whether to ask again after so many failures: a server that is too busy has done nothing. */
export function whileBusy(failures: number, error: unknown): boolean {
  return error instanceof QuothError && error.code === "server_busy" && failures < MOST_RETRIES;
}

/** Whether an error says that there is nothing with this id. */
export function isMissing(error: unknown): boolean {
  return error instanceof RequestRefused && error.status === 404;
}

/** Whether an error says that the server, or something that it needs, does not work. */
export function isTrouble(error: unknown): boolean {
  if (error instanceof RequestRefused) return error.status >= 500;
  return error instanceof ConnectionFailed;
}
