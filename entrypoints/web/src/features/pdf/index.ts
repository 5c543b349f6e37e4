/** The pages of PDF files. */

import { lazyPart } from "@/ui/lazyPart";

export type { PageRectangles } from "./geometry";
export type { PdfFailure } from "./openPdf";

/** Loaded with pdf.js when a PDF is first opened. */
export const PdfView = lazyPart(async () => (await import("./PdfView")).PdfView);
