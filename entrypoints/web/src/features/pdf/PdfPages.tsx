import type { PDFDocumentProxy } from "pdfjs-dist/legacy/build/pdf.mjs";
import { useCallback, useState } from "react";
import { Button } from "@/ui/Button";
import { t } from "@/words/all";
import type { Box, PageRectangles } from "./geometry";
import type { PageSize } from "./layout";
import { PdfPage } from "./PdfPage";
import { PdfToolbar } from "./PdfToolbar";
import styles from "./PdfView.module.css";
import { useInnerWidth } from "./useInnerWidth";
import { type MarkedWords, useMarked } from "./useMarked";
import { usePageScroll } from "./usePageScroll";

interface Props {
  document: PDFDocumentProxy;
  /** The size of the first page in points. */
  first: PageSize;
  quotation: PageRectangles | null | undefined;
  passage: PageRectangles | undefined;
  found: PageRectangles | undefined;
}

/** The pages in a list of which only the part in sight is drawn. */
export function PdfPages({ document, first, ...marks }: Props) {
  const [scroller, setScroller] = useState<HTMLElement | null>(null);
  const [zoom, setZoom] = useState(1);
  const [sizes, setSizes] = useState<ReadonlyMap<number, PageSize>>(new Map());
  const available = useInnerWidth(scroller);
  const count = document.numPages;
  const quoted = useMarked(document, marks.quotation ?? undefined);
  const passage = useMarked(document, marks.passage);
  const found = useMarked(document, marks.found);
  const isQuoted = marks.quotation !== null;
  const read = isQuoted ? quoted : passage;

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
    target: (found ?? read)?.anchor ?? null,
  });
  const isAway =
    read !== null && (read.anchor.index < drawn.first || read.anchor.index > drawn.last);

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
          aria-label={t.reader.pagesOfDocument}
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
                  quoted={boxesOn(index, quoted)}
                  passage={boxesOn(index, passage)}
                  isQuoted={isQuoted}
                  found={boxesOn(index, found)}
                  onSize={onSize}
                />
              ))}
          </div>
        </section>
        {isAway && (
          <div className={styles.jump}>
            <Button look="primary" onClick={() => goTo(read.anchor)}>
              {isQuoted ? t.common.jumpToQuotation : t.common.jumpToPassage}
            </Button>
          </div>
        )}
      </div>
    </div>
  );
}

function boxesOn(index: number, marked: MarkedWords | null): readonly Box[] | undefined {
  return marked?.anchor.index === index ? marked.boxes : undefined;
}

function indicesIn({ first, last }: { first: number; last: number }): number[] {
  return Array.from({ length: last - first + 1 }, (_, offset) => first + offset);
}
