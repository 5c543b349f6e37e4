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

/** A PDF that is being opened. */
export interface OpeningPdf {
  document: Promise<PDFDocumentProxy>;
  /** Ends its worker; the promise may never settle then. */
  close(): void;
}

/** Opens the PDF at an address, of which only what is shown is fetched. */
export function openPdf(url: string): OpeningPdf {
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
  return { document: task.promise, close: () => void task.destroy() };
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
