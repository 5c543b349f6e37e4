/** Opens PDF files with pdf.js. */

import {
  GlobalWorkerOptions,
  getDocument,
  InvalidPDFException,
  type PDFDocumentProxy,
  ResponseException,
  version,
} from "pdfjs-dist/legacy/build/pdf.mjs";
// the builds for current browsers use functions that few of them have
import workerUrl from "pdfjs-dist/legacy/build/pdf.worker.min.mjs?url";

/**
 * Why a PDF cannot be shown.
 *
 * `missing`: its bytes are not stored · `damaged`: it is no readable PDF · `locked`: it opens only
 * with a password · `away`: the server does not send it.
 */
export type PdfFailure = "missing" | "damaged" | "locked" | "away";

/** What pdf.js fetches by name. */
const FILES = import.meta.env.DEV ? "/node_modules/pdfjs-dist" : `/assets/pdfjs-${version}`;
/** As much as a page with its fonts usually needs, in bytes. */
const RANGE = 128 * 1024;

GlobalWorkerOptions.workerSrc = workerUrl;

let fetched: Promise<unknown> | null = null;

/**
 * Fetches the program of the worker, which the browser then has in its cache.
 *
 * If pdf.js itself cannot load it, it opens nothing until the page is loaded again.
 */
function fetchWorker(): Promise<unknown> {
  fetched ??= fetch(workerUrl)
    .then((response) => {
      if (!response.ok) throw new TypeError(response.statusText);
      return response.arrayBuffer();
    })
    .catch((error: unknown) => {
      fetched = null;
      throw error;
    });
  return fetched;
}

/**
 * Opens the PDF at an address, of which only what is shown is fetched.
 *
 * `signal` closes it and ends its worker; the promise may never settle then.
 */
export async function openPdf(url: string, signal: AbortSignal): Promise<PDFDocumentProxy> {
  await fetchWorker();
  signal.throwIfAborted();
  const task = getDocument({
    url,
    cMapUrl: `${FILES}/cmaps/`,
    iccUrl: `${FILES}/iccs/`,
    standardFontDataUrl: `${FILES}/standard_fonts/`,
    wasmUrl: `${FILES}/wasm/`,
    // the policy of the page allows neither
    isEvalSupported: false,
    enableXfa: false,
    rangeChunkSize: RANGE,
    disableAutoFetch: true,
    disableStream: true,
  });
  signal.addEventListener("abort", () => void task.destroy());
  return task.promise;
}

/** Returns why a PDF could not be opened. */
export function failureOf(error: unknown): PdfFailure {
  if (error instanceof Error && error.name === "PasswordException") return "locked";
  if (error instanceof InvalidPDFException) return "damaged";
  if (error instanceof ResponseException) {
    return error.status === 404 || error.status === 410 ? "missing" : "away";
  }
  return error instanceof TypeError ? "away" : "damaged";
}
