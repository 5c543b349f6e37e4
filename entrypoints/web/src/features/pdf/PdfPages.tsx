import type { PDFDocumentProxy } from "pdfjs-dist/legacy/build/pdf.mjs";
import { useCallback, useState } from "react";
import { Button } from "@/ui/Button";
import type { PageRectangles } from "./geometry";
import type { PageSize } from "./layout";
import { PdfPage } from "./PdfPage";
import { PdfToolbar } from "./PdfToolbar";
import styles from "./PdfView.module.css";
import { useInnerWidth } from "./useInnerWidth";
import { usePageScroll } from "./usePageScroll";
import { useQuotation } from "./useQuotation";

interface Props {
  document: PDFDocumentProxy;
  /** The size of the first page in points. */
  first: PageSize;
  quotation: (PageRectangles & { verified?: boolean }) | undefined;
}

/** The pages in a list of which only the part in sight is drawn. */
export function PdfPages({ document, first, quotation }: Props) {
  const [scroller, setScroller] = useState<HTMLElement | null>(null);
  const [zoom, setZoom] = useState(1);
  const [sizes, setSizes] = useState<ReadonlyMap<number, PageSize>>(new Map());
  const available = useInnerWidth(scroller);
  const count = document.numPages;
  const quoted = useQuotation(document, quotation);

  const onSize = useCallback((index: number, size: PageSize) => {
    setSizes((known) => {
      const old = known.get(index);
      const isKnown = old?.width === size.width && old.height === size.height;
      return isKnown ? known : new Map(known).set(index, size);
    });
  }, []);

  const { layout, drawn, current, goTo } = usePageScroll({
    scroller,
    count,
    first,
    sizes,
    available,
    zoom,
    target: quoted?.anchor ?? null,
  });
  const isAway =
    quoted !== null && (quoted.anchor.index < drawn.first || quoted.anchor.index > drawn.last);

  return (
    <div className={styles.view}>
      <PdfToolbar
        page={current + 1}
        pages={count}
        zoom={zoom}
        onPage={(page) => goTo({ index: page - 1, fraction: 0 }, "top")}
        onZoom={setZoom}
      />
      <div className={styles.frame}>
        <section
          ref={setScroller}
          className={styles.scroller}
          aria-label="Pages of the document"
          // biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard must be able to scroll it
          tabIndex={0}
        >
          <div className={styles.space} style={{ height: layout.total, minWidth: layout.widest }}>
            {available > 0 &&
              indicesIn(drawn).map((index) => (
                <PdfPage
                  key={index}
                  document={document}
                  index={index}
                  top={layout.tops[index] ?? 0}
                  width={layout.widths[index] ?? 0}
                  height={layout.heights[index] ?? 0}
                  boxes={index === quoted?.anchor.index ? quoted.boxes : undefined}
                  verified={quotation?.verified !== false}
                  onSize={onSize}
                />
              ))}
          </div>
        </section>
        {isAway && (
          <div className={styles.jump}>
            <Button look="primary" onClick={() => goTo(quoted.anchor)}>
              Jump to the quotation
            </Button>
          </div>
        )}
      </div>
    </div>
  );
}

function indicesIn({ first, last }: { first: number; last: number }): number[] {
  return Array.from({ length: last - first + 1 }, (_, offset) => first + offset);
}
