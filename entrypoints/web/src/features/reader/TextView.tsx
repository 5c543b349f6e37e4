import type { UseQueryResult } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { usePrinting } from "@/lib/usePrinting";
import { Button } from "@/ui/Button";
import { CodeIcon, LayersIcon } from "@/ui/icons";
import { Notice } from "@/ui/Notice";
import { Spinner } from "@/ui/Spinner";
import type { Reading } from "./mediaTypes";
import { PrintedText } from "./PrintedText";
import { useChunks } from "./queries";
import { ReaderText, type ReadingPlace } from "./ReaderText";
import type { Span } from "./rows";
import styles from "./TextView.module.css";

interface Props {
  documentId: string;
  text: UseQueryResult<string>;
  reading: Reading;
  highlight: (Span & { verified?: boolean }) | undefined;
}

/** The text of a document: as a person expects to read it, or exactly as it is stored. */
export function TextView({ documentId, text, reading, highlight }: Props) {
  const [asStored, setAsStored] = useState(false);
  const [chunksShown, setChunksShown] = useState(false);
  const chunks = useChunks(documentId, chunksShown);
  const place = useRef<ReadingPlace>(null);
  const printing = usePrinting();
  const hasText = text.isSuccess && text.data !== "";
  // passages may start anywhere in what is stored, also where nothing of it is shown
  const shown = asStored || chunksShown ? "stored" : reading;

  return (
    <>
      {text.isSuccess && (
        <div className={styles.actions} data-screen-only>
          {reading !== "code" && (
            <Button
              look="quiet"
              icon={<CodeIcon />}
              aria-pressed={asStored}
              onClick={() => setAsStored(!asStored)}
            >
              Show as stored
            </Button>
          )}
          <Button
            look="quiet"
            icon={<LayersIcon />}
            aria-pressed={chunksShown}
            onClick={() => setChunksShown(!chunksShown)}
          >
            Show passages
          </Button>
        </div>
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
        <Notice
          kind="error"
          actions={<Button onClick={() => void text.refetch()}>Try again</Button>}
        >
          {text.error.message}
        </Notice>
      )}
      {text.data === "" && <p className={styles.loading}>This document contains no text.</p>}
      {printing && hasText && <PrintedText text={text.data} highlight={highlight} />}
      {hasText && (
        <ReaderText
          key={`${documentId} ${shown}`}
          text={text.data}
          shown={shown}
          place={place}
          highlight={highlight}
          chunks={chunksShown ? chunks.data : undefined}
        />
      )}
    </>
  );
}
