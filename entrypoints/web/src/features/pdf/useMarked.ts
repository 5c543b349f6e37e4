import type { PDFDocumentProxy } from "pdfjs-dist/legacy/build/pdf.mjs";
import { useEffect, useState } from "react";
import { type Box, boxesOf, type PageRectangles } from "./geometry";
import type { Anchor } from "./layout";

/** Where words stand on the drawn page. */
export interface MarkedWords {
  boxes: readonly Box[];
  anchor: Anchor;
}

/** Returns where words stand; null without them, and until their page has been read. */
export function useMarked(
  document: PDFDocumentProxy,
  words: PageRectangles | undefined,
): MarkedWords | null {
  const [marked, setMarked] = useState<MarkedWords | null>(null);

  useEffect(() => {
    if (words === undefined || words.page > document.numPages) {
      setMarked(null);
      return;
    }
    let isWanted = true;
    document.getPage(words.page).then(
      (page) => {
        const boxes = boxesOf(words.rectangles, page.getViewport({ scale: 1 }));
        const first = boxes[0];
        const fraction = first ? (first.top + first.height / 2) / 100 : 0;
        if (isWanted) setMarked({ boxes, anchor: { index: words.page - 1, fraction } });
      },
      // the page itself says that it could not be read
      () => isWanted && setMarked({ boxes: [], anchor: { index: words.page - 1, fraction: 0 } }),
    );
    return () => {
      isWanted = false;
    };
  }, [document, words]);

  return marked;
}
