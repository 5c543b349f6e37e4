import { Tab, TabList, TabPanel, TabProvider } from "@ariakit/react";
import { type ReactNode, useRef, useState } from "react";
import { isMissing } from "@/api/client";
import type { PdfFailure } from "@/features/pdf";
import type { StoredWords } from "@/lib/place";
import { useKeys } from "@/lib/useKeys";
import { IconButton } from "@/ui/Button";
import { SearchIcon } from "@/ui/icons";
import { t } from "@/words/all";
import styles from "./DocumentReader.module.css";
import { FindBar } from "./FindBar";
import type { Highlight } from "./highlight";
import { hasPages, readingOf } from "./mediaTypes";
import { PagesView } from "./PagesView";
import { PrintedPages } from "./PrintedPages";
import { useDocument, useDocumentText } from "./queries";
import { ReaderNotices } from "./ReaderNotices";
import { StoredPassage } from "./StoredPassage";
import { TextView } from "./TextView";
import { useFinder } from "./useFinder";
import type { ReadingPlace } from "./useReaderRows";
import { useView, type View } from "./useView";

interface Props {
  documentId: string;
  /** The version to show; the current one by default. */
  version?: number | undefined;
  highlight?: Highlight | undefined;
  /** Whether the document is known to be deleted, so that it need not be asked for. */
  gone?: boolean;
  /** The words that are shown if the document has been deleted. */
  stored?: StoredWords | undefined;
  /** Whether it is printed with the page that it is on. */
  isPrinted?: boolean;
  heading?: ReactNode;
}

/** A document as one reads it, with a quotation marked: its pages, if it has some, or its text. */
export function DocumentReader(props: Props) {
  const { documentId, highlight, gone = false, stored, isPrinted, heading } = props;
  const current = useDocument(documentId, !gone);
  const newest = current.data?.version;
  // undefined for the current version, whose text is then read once, whoever asks for it
  const earlier = props.version !== newest && newest !== undefined ? props.version : undefined;
  const before = useDocument(documentId, earlier !== undefined, earlier);
  const document = earlier === undefined ? current : before;
  const [preferred, setPreferred] = useView();
  const [failure, setFailure] = useState<PdfFailure | null>(null);
  /** How often the search was asked for since it was closed. */
  const [asked, setAsked] = useState(0);
  const place = useRef<ReadingPlace>(null);

  const mediaType = document.data?.media_type;
  const paged = hasPages(mediaType) && failure === null;
  const view: View = paged ? preferred : "text";
  const isKnown = !gone && !document.isPending;
  const isFinding = asked > 0;
  const text = useDocumentText(documentId, isKnown && (view === "text" || isFinding), earlier);
  const finder = useFinder(isFinding ? text.data : undefined, place);
  const isGone = gone || isMissing(document.error) || isMissing(text.error);
  const isForgotten = isGone && !gone && earlier !== undefined;
  const find = () => {
    if (!isGone) setAsked((times) => times + 1);
  };
  useKeys({ "/": find });

  const textView = (
    <TextView
      documentId={documentId}
      text={text}
      place={place}
      reading={readingOf(mediaType)}
      highlight={highlight}
      found={finder.found}
      isEarlier={earlier !== undefined}
    />
  );

  return (
    <TabProvider
      selectedId={view}
      setSelectedId={(id) => setPreferred(id === "text" ? "text" : "pages")}
    >
      <section
        className={styles.reader}
        aria-label={t.common.document}
        data-focus-falls-to="section[tabindex='0']"
        onKeyDown={(event) => {
          if (event.key !== "Escape" || !isFinding) return;
          event.preventDefault(); // it would close the panel as well
          setAsked(0);
        }}
      >
        <header className={styles.header}>
          <div className={styles.heading}>{heading}</div>
          {paged && !isGone && (
            <TabList aria-label={t.reader.view} className={styles.views}>
              <Tab id="pages" className={styles.view}>
                {t.common.pages}
              </Tab>
              <Tab id="text" className={styles.view}>
                {t.reader.text}
              </Tab>
            </TabList>
          )}
          {isKnown && !isGone && (
            <IconButton
              label={t.reader.find}
              title={t.reader.findWithKey}
              icon={<SearchIcon />}
              aria-expanded={isFinding}
              onClick={find}
              data-screen-only
            />
          )}
        </header>
        {isFinding && !isGone && (
          <FindBar
            finder={finder}
            asked={asked}
            failure={text.error && t.reader.textNotLoaded}
            onClose={() => setAsked(0)}
          />
        )}
        <ReaderNotices
          documentId={documentId}
          highlight={highlight}
          isEarlier={earlier !== undefined}
          isGone={isGone}
          isForgotten={isForgotten}
          failure={failure}
          onRetry={() => setFailure(null)}
        />
        {isGone && <StoredPassage words={stored} highlight={highlight} isForgotten={isForgotten} />}
        {!isGone && !paged && textView}
        {!isGone && paged && (
          <TabPanel tabId={view} className={styles.panel} focusable={false}>
            {view === "text" ? (
              textView
            ) : (
              <>
                <PagesView
                  documentId={documentId}
                  version={earlier}
                  highlight={highlight}
                  match={finder.found.current}
                  onFailure={setFailure}
                />
                {isPrinted && (
                  <PrintedPages documentId={documentId} version={earlier} highlight={highlight} />
                )}
              </>
            )}
          </TabPanel>
        )}
      </section>
    </TabProvider>
  );
}
