import type { UseQueryResult } from "@tanstack/react-query";
import { useRef } from "react";
import { usePrinting } from "@/lib/usePrinting";
import { Button } from "@/ui/Button";
import { Notice } from "@/ui/Notice";
import { Spinner } from "@/ui/Spinner";
import type { Reading } from "./mediaTypes";
import { PrintedText } from "./PrintedText";
import { useChunks } from "./queries";
import { ReaderText, type ReadingPlace } from "./ReaderText";
import type { Span } from "./rows";
import type { TextOptions } from "./TextActions";
import styles from "./TextView.module.css";

interface Props {
  documentId: string;
  text: UseQueryResult<string>;
  reading: Reading;
  options: TextOptions;
  highlight: (Span & { verified?: boolean }) | undefined;
}

/** The text of a document: as a person expects to read it, or exactly as it is stored. */
export function TextView({ documentId, text, reading, options, highlight }: Props) {
  const { asStored, chunksShown } = options;
  const chunks = useChunks(documentId, chunksShown);
  const place = useRef<ReadingPlace>(null);
  const printing = usePrinting();
  const hasText = text.isSuccess && text.data !== "";
  // passages may start anywhere in what is stored, also where nothing of it is shown
  const shown = asStored || chunksShown ? "stored" : reading;

  return (
    <>
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
