import type { PDFDocumentProxy } from "pdfjs-dist/legacy/build/pdf.mjs";
import { memo, useEffect, useRef, useState } from "react";
import { useWords } from "@/words";
import { t } from "@/words/all";
import type { Box } from "./geometry";
import type { PageSize } from "./layout";
import { PdfMatch, PdfPassage, PdfQuotation } from "./PdfMarks";
import styles from "./PdfPage.module.css";
import { useDrawing } from "./useDrawing";

interface Props {
  document: PDFDocumentProxy;
  index: number;
  top: number;
  width: number;
  height: number;
  /** The parts of the page that the quotation covers; undefined if it is on another page. */
  quoted: readonly Box[] | undefined;
  passage: readonly Box[] | undefined;
  found: readonly Box[] | undefined;
  /** Whether words are quoted, on whichever page; else the passage takes focus. */
  isQuoted: boolean;
  onSize(index: number, size: PageSize): void;
}

/** A page: its picture, the quotation on it, and its text for selecting and screen readers. */
export const PdfPage = memo(function PdfPage(props: Props) {
  const { document, index, top, width, height, quoted, passage, found, isQuoted, onSize } = props;
  useWords();
  const picture = useRef<HTMLDivElement>(null);
  const text = useRef<HTMLDivElement>(null);
  const [size, setSize] = useState<PageSize | null>(null);
  const state = useDrawing({ document, index, width, picture, text, onPageSize: setSize });

  useEffect(() => {
    if (size) onSize(index, size);
  }, [index, size, onSize]);

  return (
    <section
      className={styles.page}
      aria-label={t.reader.pageNumber(index + 1)}
      data-page={index + 1}
      data-drawn={state === "drawn" || undefined}
      style={{ top, width, height }}
    >
      <div ref={picture} className={styles.picture} aria-hidden="true" />
      {passage && <PdfPassage boxes={passage} isTarget={!isQuoted} />}
      {quoted && <PdfQuotation boxes={quoted} />}
      {found && <PdfMatch boxes={found} />}
      <div
        ref={text}
        className={styles.text}
        style={{ "--total-scale-factor": size ? width / size.width : 1 } as React.CSSProperties}
      />
      {state === "failed" && (
        <p className={styles.failure} role="status">
          {t.reader.pageNotDrawn}
        </p>
      )}
    </section>
  );
});
