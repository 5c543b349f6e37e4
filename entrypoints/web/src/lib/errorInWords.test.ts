import { ConnectionFailed, QuothError, RequestRefused } from "@quoth/client";
import { afterEach, expect, test } from "vitest";
import { speak } from "@/words";
import { all as german } from "@/words/de/all";
import { FIRST_ERRORS } from "@/words/de/errors";
import { LATER_ERRORS } from "@/words/de/laterErrors";
import { en } from "@/words/en";
import { codeInWords, errorInWords } from "./errorInWords";

const SERVER = import.meta.glob<string>(
  ["../../../../domain/errors/*.py", "../../../../entrypoints/api/request_errors.py"],
  { query: "?raw", import: "default", eager: true },
);
/** The errors that are made in the browser. */
const OF_THE_CLIENT = ["connection_failed", "connection_lost", "response_not_understood"];

function refused(status: number, problem: object | null, headers = {}) {
  return new RequestRefused(problem, { status, headers: new Headers(headers) });
}

afterEach(() => speak(en, "en"));

test("errors are in the language of the pages, whoever made them", () => {
  const errors = [
    new ConnectionFailed(false),
    new ConnectionFailed(true),
    refused(502, null),
    refused(429, { code: "rate_limited", detail: "Too many." }, { "Retry-After": "20" }),
    refused(503, { code: "database_unavailable", detail: "The database is not reachable." }),
    refused(413, { code: "file_too_large", detail: "The file is larger." }),
  ];
  expect(errors.map(errorInWords)).toEqual(errors.map(({ message }) => message));
  speak(german, "de");
  expect(errors.map(errorInWords)).toEqual([
    "Der Server antwortet nicht. Prüfen Sie, ob Quoth läuft, und versuchen Sie es erneut.",
    "Die Verbindung zum Server ist abgebrochen. Versuchen Sie es erneut.",
    "Der Server hat eine unerwartete Antwort gesendet (502). Versuchen Sie es erneut.",
    "Zu viele Anfragen in der letzten Minute. Versuchen Sie es in 20 s erneut.",
    "Die Datenbank ist nicht erreichbar oder überlastet. Versuchen Sie es in Kürze erneut.",
    "Die Datei ist größer, als der Server annimmt, deshalb wurde nichts gespeichert.",
  ]);
  expect(codeInWords("language_model_timed_out", "Slow.")).toContain("zu lange gebraucht");
});

test("an error that the pages do not know is said as its message says it", () => {
  speak(german, "de");
  expect(errorInWords(new QuothError("The sea is rough.", "sea_rough"))).toBe("The sea is rough.");
  expect(errorInWords(new Error("No fetch."))).toBe("No fetch.");
  expect(errorInWords("No.")).toBe("No.");
});

test("a command in a message has quotation marks, which the pages show", () => {
  const error = new QuothError("Run `quoth sync` or `quoth add`.", "sea_rough");
  expect(errorInWords(error)).toBe("Run “quoth sync” or “quoth add”.");
  speak(german, "de");
  expect(codeInWords("sea_rough", "Run `quoth sync`.")).toBe("Run „quoth sync“.");
});

test("the pages know only codes that the server has", () => {
  const codes = Object.values(SERVER).flatMap((source) =>
    [...source.matchAll(/\bcode(?:: ClassVar\[str\])? = "(\w+)"/g)].map(([, code]) => code),
  );
  const known = Object.keys({ ...FIRST_ERRORS, ...LATER_ERRORS });
  expect(known.filter((code) => !codes.includes(code) && !OF_THE_CLIENT.includes(code))).toEqual(
    [],
  );
});
