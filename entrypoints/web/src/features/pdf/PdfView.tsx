import { useEffect } from "react";
import { Spinner } from "@/ui/Spinner";
import { t } from "@/words/all";
import type { PageRectangles } from "./geometry";
import type { PdfFailure } from "./openPdf";
import { PdfPages } from "./PdfPages";
import styles from "./PdfView.module.css";
import { usePdf } from "./usePdf";

interface Props {
  /** The address of the file. */
  url: string;
  /** The quoted words; null if nothing is quoted, undefined until they are known. */
  quotation: PageRectangles | null | undefined;
  /** The passage around them, or one of which nothing is quoted. */
  passage: PageRectangles | undefined;
  /** What was searched for, where it is shown now. */
  found: PageRectangles | undefined;
  onFailure(failure: PdfFailure): void;
}

/** The pages of a PDF, as they are printed. */
export function PdfView({ url, onFailure, ...marks }: Props) {
  const pdf = usePdf(url);
  const failure = pdf.kind === "failed" ? pdf.failure : null;

  useEffect(() => {
    if (failure !== null) onFailure(failure);
  }, [failure, onFailure]);

  if (pdf.kind !== "open") {
    return (
      <p className={styles.opening} role="status" data-screen-only>
        <Spinner /> {t.reader.loadingPages}
      </p>
    );
  }
  return <PdfPages document={pdf.document} first={pdf.first} {...marks} />;
}
