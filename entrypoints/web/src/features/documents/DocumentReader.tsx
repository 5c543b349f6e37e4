import { type ReactNode, useState } from "react";
import { isMissing } from "@/api/client";
import type { StoredWords } from "@/lib/place";
import { usePrinting } from "@/lib/usePrinting";
import { Button, IconButton } from "@/ui/Button";
import { CloseIcon, LayersIcon } from "@/ui/icons";
import { Notice } from "@/ui/Notice";
import { Spinner } from "@/ui/Spinner";
import styles from "./DocumentReader.module.css";
import { PrintedText } from "./PrintedText";
import { useChunks, useDocumentText } from "./queries";
import { ReaderText } from "./ReaderText";
import type { Span } from "./rows";
import { StoredPassage } from "./StoredPassage";

interface Props {
  documentId: string;
  /** The span to mark and scroll to. `verified: false`: it does not hold the exact words. */
  highlight?: (Span & { verified?: boolean }) | undefined;
  /** Whether the document is known to be deleted, so that it need not be asked for. */
  gone?: boolean;
  /** The words that are shown if the document has been deleted. */
  stored?: StoredWords | undefined;
  heading?: ReactNode;
  onClose?: (() => void) | undefined;
}

/** The exact text of a document with a quotation marked. */
export function DocumentReader({
  documentId,
  highlight,
  gone = false,
  stored,
  heading,
  onClose,
}: Props) {
  const [chunksShown, setChunksShown] = useState(false);
  const text = useDocumentText(documentId, !gone);
  const isGone = gone || isMissing(text.error);
  const loaded = text.isSuccess && !isGone;
  const chunks = useChunks(documentId, chunksShown);
  const printing = usePrinting();

  return (
    <section className={styles.reader} aria-label="Document">
      <header className={styles.header}>
        <div className={styles.heading}>{heading}</div>
        {loaded && (
          <Button
            look="quiet"
            icon={<LayersIcon />}
            aria-pressed={chunksShown}
            onClick={() => setChunksShown(!chunksShown)}
          >
            Show passages
          </Button>
        )}
        {onClose && <IconButton label="Close document" icon={<CloseIcon />} onClick={onClose} />}
      </header>
      {highlight?.verified === false && loaded && (
        <Notice kind="warning">
          These exact words were not found in the document. The passage that the answer names as
          their source is highlighted.
        </Notice>
      )}
      {chunksShown && chunks.error && (
        <Notice
          kind="error"
          actions={<Button onClick={() => void chunks.refetch()}>Try again</Button>}
        >
          {chunks.error.message}
        </Notice>
      )}
      {isGone && <StoredPassage words={stored} highlight={highlight} />}
      {!isGone && text.isPending && (
        <p className={styles.loading} role="status">
          <Spinner />{" "}
          {printing ? "The text was not loaded yet when this was printed." : "Loading the text…"}
        </p>
      )}
      {!isGone && text.isError && (
        <Notice
          kind="error"
          actions={<Button onClick={() => void text.refetch()}>Try again</Button>}
        >
          {text.error.message}
        </Notice>
      )}
      {loaded && text.data === "" && (
        <p className={styles.loading}>This document contains no text.</p>
      )}
      {printing && loaded && <PrintedText text={text.data} highlight={highlight} />}
      {loaded && text.data !== "" && (
        <ReaderText
          key={documentId}
          text={text.data}
          highlight={highlight}
          chunks={chunksShown ? chunks.data : undefined}
        />
      )}
    </section>
  );
}
