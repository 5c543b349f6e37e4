import type { PDFDocumentProxy } from "pdfjs-dist/legacy/build/pdf.mjs";
import { useEffect, useState } from "react";
import type { PageSize } from "./layout";
import { failureOf, openPdf, type PdfFailure } from "./openPdf";

export type PdfState =
  | { kind: "opening" }
  /** `first` is the size of its first page in points, the estimate for all others. */
  | { kind: "open"; document: PDFDocumentProxy; first: PageSize }
  | { kind: "failed"; failure: PdfFailure };

const OPENING: PdfState = { kind: "opening" };

/** Opens a PDF, and closes it when it is no longer shown. */
export function usePdf(url: string): PdfState {
  const [opened, setOpened] = useState({ url, state: OPENING });

  useEffect(() => {
    const shown = new AbortController();
    const set = (state: PdfState) => shown.signal.aborted || setOpened({ url, state });
    openPdf(url, shown.signal)
      .then(async (document) => {
        const { width, height } = (await document.getPage(1)).getViewport({ scale: 1 });
        set({ kind: "open", document, first: { width, height } });
      })
      .catch((error: unknown) => set({ kind: "failed", failure: failureOf(error) }));
    return () => shown.abort();
  }, [url]);

  return opened.url === url ? opened.state : OPENING;
}
