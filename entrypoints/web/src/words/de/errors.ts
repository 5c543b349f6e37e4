import type { FirstWords } from "@/words";
import { number } from "@/words/format";

/** What can go wrong while nothing else can be loaded, or on the first page. */
export const FIRST_ERRORS: Readonly<Record<string, string>> = {
  connection_failed:
    "Der Server antwortet nicht. Prüfen Sie, ob Quoth läuft, und versuchen Sie es erneut.",
  connection_lost: "Die Verbindung zum Server ist abgebrochen. Versuchen Sie es erneut.",
  response_not_understood:
    "Der Server hat eine unerwartete Antwort gesendet. Versuchen Sie es erneut.",
  rate_limited: "Zu viele Anfragen in der letzten Minute. Versuchen Sie es in einer Minute erneut.",
  server_busy:
    "Der Server ist ausgelastet, deshalb wurde nichts geändert. Versuchen Sie es in Kürze erneut.",
  starting: "Quoth startet gerade. Versuchen Sie es in ein paar Sekunden erneut.",
  database_unavailable:
    "Die Datenbank ist nicht erreichbar oder überlastet. Versuchen Sie es in Kürze erneut.",
};

export const errors: FirstWords["errors"] = {
  inWords: (code, retryAfter) => {
    if (code === "rate_limited" && retryAfter !== null) {
      return `Zu viele Anfragen in der letzten Minute. Versuchen Sie es in ${number(retryAfter)} s erneut.`;
    }
    const status = /^http_(\d+)$/.exec(code)?.[1];
    if (status !== undefined) {
      return `Der Server hat eine unerwartete Antwort gesendet (${status}). Versuchen Sie es erneut.`;
    }
    return FIRST_ERRORS[code] ?? null;
  },
};
