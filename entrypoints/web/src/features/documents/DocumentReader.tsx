import { type ReactNode, useState } from "react";
import { ApiError } from "@/api/client";
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

interface Props {
  documentId: string;
  /** The span to mark and scroll to. `verified: false`: it does not hold the exact words. */
  highlight?: (Span & { verified?: boolean }) | undefined;
  /** The quoted words, shown if the document has been deleted. */
  quotation?: string | undefined;
  heading?: ReactNode;
  onClose?: (() => void) | undefined;
}

/** The exact text of a document with a quotation marked. */
export function DocumentReader({ documentId, highlight, quotation, heading, onClose }: Props) {
  const [chunksShown, setChunksShown] = useState(false);
  const text = useDocumentText(documentId);
  const chunks = useChunks(documentId, chunksShown);
  const printing = usePrinting();

  return (
    <section className={styles.reader} aria-label="Document">
      <header className={styles.header}>
        <div className={styles.heading}>{heading}</div>
        {text.isSuccess && (
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
      {highlight?.verified === false && text.isSuccess && (
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
      {text.isPending && (
        <p className={styles.loading} role="status">
          <Spinner />{" "}
          {printing ? "The text was not loaded yet when this was printed." : "Loading the text…"}
        </p>
      )}
      {text.isError && (
        <LoadError error={text.error} quotation={quotation} onRetry={() => void text.refetch()} />
      )}
      {text.isSuccess && text.data === "" && (
        <p className={styles.loading}>This document contains no text.</p>
      )}
      {printing && text.isSuccess && <PrintedText text={text.data} highlight={highlight} />}
      {text.isSuccess && text.data !== "" && (
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

interface LoadErrorProps {
  error: Error;
  quotation: string | undefined;
  onRetry(): void;
}

function LoadError({ error, quotation, onRetry }: LoadErrorProps) {
  const isGone = error instanceof ApiError && error.status === 404;
  return (
    <div className={styles.loadError}>
      {isGone ? (
        <Notice kind="warning">
          This document has been deleted.
          {quotation !== undefined && " Its quoted words are saved with the answer:"}
        </Notice>
      ) : (
        <Notice kind="error" actions={<Button onClick={onRetry}>Try again</Button>}>
          {error.message}
        </Notice>
      )}
      {quotation !== undefined && <blockquote className={styles.quotation}>{quotation}</blockquote>}
    </div>
  );
}
