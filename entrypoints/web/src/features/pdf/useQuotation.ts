import type { PDFDocumentProxy } from "pdfjs-dist/legacy/build/pdf.mjs";
import { useEffect, useState } from "react";
import { type Box, boxesOf, type PageRectangles } from "./geometry";
import type { Anchor } from "./layout";

/** Where the quoted words stand on the drawn page. */
export interface Quoted {
  boxes: readonly Box[];
  anchor: Anchor;
}

/** Returns where quoted words stand; null without them, and until their page has been read. */
export function useQuotation(
  document: PDFDocumentProxy,
  quotation: PageRectangles | undefined,
): Quoted | null {
  const [quoted, setQuoted] = useState<Quoted | null>(null);

  useEffect(() => {
    if (quotation === undefined || quotation.page > document.numPages) {
      setQuoted(null);
      return;
    }
    let isWanted = true;
    document.getPage(quotation.page).then(
      (page) => {
        const boxes = boxesOf(quotation.rectangles, page.getViewport({ scale: 1 }));
        const first = boxes[0];
        const fraction = first ? (first.top + first.height / 2) / 100 : 0;
        if (isWanted) setQuoted({ boxes, anchor: { index: quotation.page - 1, fraction } });
      },
      // the page itself says that it could not be read
      () =>
        isWanted && setQuoted({ boxes: [], anchor: { index: quotation.page - 1, fraction: 0 } }),
    );
    return () => {
      isWanted = false;
    };
  }, [document, quotation]);

  return quoted;
}
