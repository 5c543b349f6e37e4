import { Tab, TabList, TabPanel, TabProvider } from "@ariakit/react";
import { type ReactNode, useState } from "react";
import { Link } from "wouter";
import { isMissing } from "@/api/client";
import type { PdfFailure } from "@/features/pdf";
import { paths } from "@/lib/paths";
import type { StoredWords } from "@/lib/place";
import { Button, IconButton } from "@/ui/Button";
import { CloseIcon } from "@/ui/icons";
import { Notice } from "@/ui/Notice";
import styles from "./DocumentReader.module.css";
import { hasPages, readingOf } from "./mediaTypes";
import { failureInWords, PagesView } from "./PagesView";
import { useDocument, useDocumentText } from "./queries";
import type { Span } from "./rows";
import { StoredPassage } from "./StoredPassage";
import { TextActions, type TextOptions } from "./TextActions";
import { TextView } from "./TextView";
import { useView, type View } from "./useView";

interface Props {
  documentId: string;
  /** The version to show; the current one by default. */
  version?: number | undefined;
  /** The span to mark and scroll to. `verified: false`: it does not hold the exact words. */
  highlight?: (Span & { verified?: boolean }) | undefined;
  /** Whether the document is known to be deleted, so that it need not be asked for. */
  gone?: boolean;
  /** The words that are shown if the document has been deleted. */
  stored?: StoredWords | undefined;
  heading?: ReactNode;
  onClose?: (() => void) | undefined;
}

/** A document as one reads it, with a quotation marked: its pages, if it has some, or its text. */
export function DocumentReader(props: Props) {
  const { documentId, highlight, gone = false, stored, heading, onClose } = props;
  const current = useDocument(documentId, !gone);
  const newest = current.data?.version;
  // undefined for the current version, whose text is then read once, whoever asks for it
  const earlier = props.version !== newest && newest !== undefined ? props.version : undefined;
  const before = useDocument(documentId, earlier !== undefined, earlier);
  const document = earlier === undefined ? current : before;
  const [preferred, setPreferred] = useView();
  const [options, setOptions] = useState<TextOptions>({ asStored: false, chunksShown: false });
  const [failure, setFailure] = useState<PdfFailure | null>(null);

  const mediaType = document.data?.media_type;
  const paged = hasPages(mediaType) && failure === null;
  const view: View = paged ? preferred : "text";
  const isReady = !gone && !document.isPending && view === "text";
  const text = useDocumentText(documentId, isReady, earlier);
  const isGone = gone || isMissing(document.error) || isMissing(text.error);
  const isForgotten = isGone && !gone && earlier !== undefined;
  const reading = readingOf(mediaType);
  const textView = (
    <TextView
      documentId={documentId}
      text={text}
      reading={reading}
      options={options}
      highlight={highlight}
    />
  );

  return (
    <TabProvider
      selectedId={view}
      setSelectedId={(id) => setPreferred(id === "text" ? "text" : "pages")}
    >
      <section className={styles.reader} aria-label="Document">
        <header className={styles.header}>
          <div className={styles.heading}>{heading}</div>
          {paged && !isGone && (
            <TabList aria-label="View" className={styles.views}>
              <Tab id="pages" className={styles.view}>
                Pages
              </Tab>
              <Tab id="text" className={styles.view}>
                Text
              </Tab>
            </TabList>
          )}
          {view === "text" && text.isSuccess && !isGone && (
            <TextActions options={options} isRendered={reading !== "code"} onChange={setOptions} />
          )}
          {onClose && <IconButton label="Close document" icon={<CloseIcon />} onClick={onClose} />}
        </header>
        {earlier !== undefined && (
          <Notice kind="info">
            {!isForgotten && "This is the document as it was when it was quoted. "}
            It has been replaced since.{" "}
            <Link href={paths.document(documentId)}>Open the current version</Link>
          </Notice>
        )}
        {highlight?.verified === false && !isGone && (
          <Notice kind="warning">
            These exact words were not found in the document. The passage that the answer names as
            their source is highlighted.
          </Notice>
        )}
        {failure !== null && !isGone && (
          <Notice
            kind="warning"
            actions={
              failure === "away" && <Button onClick={() => setFailure(null)}>Try again</Button>
            }
          >
            {failureInWords(failure)}
          </Notice>
        )}
        {isGone && <StoredPassage words={stored} highlight={highlight} isForgotten={isForgotten} />}
        {!isGone && !paged && textView}
        {!isGone && paged && (
          <TabPanel tabId={view} className={styles.panel} focusable={false}>
            {view === "text" ? (
              textView
            ) : (
              <PagesView
                documentId={documentId}
                version={earlier}
                highlight={highlight}
                onFailure={setFailure}
              />
            )}
          </TabPanel>
        )}
      </section>
    </TabProvider>
  );
}
