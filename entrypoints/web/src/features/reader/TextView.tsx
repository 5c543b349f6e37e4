import type { UseQueryResult } from "@tanstack/react-query";
import { type RefObject, useState } from "react";
import { errorInWords } from "@/lib/errorInWords";
import { usePrinting } from "@/lib/usePrinting";
import { Button } from "@/ui/Button";
import { Notice } from "@/ui/Notice";
import { Spinner } from "@/ui/Spinner";
import { t } from "@/words/all";
import type { Found } from "./find";
import { type Highlight, quotedIn } from "./highlight";
import type { Reading } from "./mediaTypes";
import { PrintedText } from "./PrintedText";
import { useChunks } from "./queries";
import { ReaderText } from "./ReaderText";
import { TextActions, type TextOptions } from "./TextActions";
import styles from "./TextView.module.css";
import type { ReadingPlace } from "./useReaderRows";

interface Props {
  documentId: string;
  text: UseQueryResult<string>;
  place: RefObject<ReadingPlace | null>;
  reading: Reading;
  highlight: Highlight | undefined;
  found: Found;
  /** Whether it is an earlier version, of which no passages are stored. */
  isEarlier: boolean;
}

/** The text of a document: as a person expects to read it, or exactly as it is stored. */
export function TextView(props: Props) {
  const { documentId, text, place, reading, highlight, found, isEarlier } = props;
  const [options, setOptions] = useState<TextOptions>({ asStored: false, chunksShown: false });
  const { asStored } = options;
  const chunksShown = options.chunksShown && !isEarlier;
  const chunks = useChunks(documentId, chunksShown);
  const printing = usePrinting();
  const hasText = text.isSuccess && text.data !== "";
  const shown = asStored ? "stored" : reading;

  return (
    <>
      {chunksShown && chunks.error && (
        <Notice
          kind="error"
          actions={<Button onClick={() => void chunks.refetch()}>{t.common.tryAgain}</Button>}
        >
          {errorInWords(chunks.error)}
        </Notice>
      )}
      {text.isPending && (
        <p className={styles.loading} role="status">
          <Spinner /> {printing ? t.reader.notLoadedForPrint : t.reader.loadingText}
        </p>
      )}
      {text.isError && (
        <Notice
          kind="error"
          actions={<Button onClick={() => void text.refetch()}>{t.common.tryAgain}</Button>}
        >
          {errorInWords(text.error)}
        </Notice>
      )}
      {text.data === "" && <p className={styles.loading}>{t.reader.noText}</p>}
      {printing && hasText && <PrintedText text={text.data} highlight={quotedIn(highlight)} />}
      {hasText && (
        <ReaderText
          key={`${documentId} ${shown}`}
          text={text.data}
          shown={shown}
          place={place}
          highlight={highlight}
          found={found}
          chunks={chunksShown ? chunks.data : undefined}
          actions={
            <TextActions
              options={options}
              isRendered={reading !== "code"}
              hasPassages={!isEarlier}
              onChange={setOptions}
            />
          }
        />
      )}
    </>
  );
}
