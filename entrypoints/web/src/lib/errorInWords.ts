/** What went wrong, in the language of the pages. */

import { ConnectionFailed, QuothError, RequestRefused } from "@quoth/client";
import { t } from "@/words";

/** Returns what to tell people about an error: by its code, or else its own message. */
export function errorInWords(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (!(error instanceof QuothError)) return error.message;
  const isLost = error instanceof ConnectionFailed && error.responded;
  const retryAfter = error instanceof RequestRefused ? error.retryAfter : null;
  return (
    t.errors.inWords(isLost ? "connection_lost" : error.code, retryAfter) ?? shown(error.message)
  );
}

/** Returns the same for an error that the server tells of with its code and a message. */
export function codeInWords(code: string, message: string): string {
  return t.errors.inWords(code, null) ?? shown(message);
}

/** Returns a message of the server, which marks commands as in Markdown, as the pages show it. */
function shown(message: string): string {
  return message.replace(/`([^`]+)`/g, (_, command: string) => t.common.quoted(command));
}
