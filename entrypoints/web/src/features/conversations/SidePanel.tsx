import { Dialog } from "@ariakit/react";
import { type ReactNode, Suspense, useEffect, useId, useRef } from "react";
import { Link } from "wouter";
import { DocumentReader } from "@/features/reader";
import { LookInside } from "@/features/retrieval";
import { errorInWords } from "@/lib/errorInWords";
import { paths } from "@/lib/paths";
import type { Place, Span } from "@/lib/place";
import { useKeys } from "@/lib/useKeys";
import { Button, IconButton } from "@/ui/Button";
import { ErrorBoundary } from "@/ui/ErrorBoundary";
import { CloseIcon } from "@/ui/icons";
import { Notice } from "@/ui/Notice";
import { OwnDirection } from "@/ui/OwnDirection";
import { Spinner } from "@/ui/Spinner";
import { useMediaQuery } from "@/ui/useMediaQuery";
import { t } from "@/words";
import { QuotationSteps } from "./QuotationSteps";
import { ResizablePanel } from "./ResizablePanel";
import styles from "./SidePanel.module.css";
import type { Panel } from "./usePanel";
import { type Quoted, WrongQuotation } from "./WrongQuotation";

interface Props {
  panel: Panel;
  /** The quotations that it shows; null for none. */
  quoted: Quoted | null;
  /** Opens a passage of the search that is shown. */
  onOpen(place: Place): void;
  /** Shows another quotation of the same answer. */
  onStep(place: Place): void;
  onClose(): void;
}

/** A panel beside the conversation, or a dialog over it on narrow screens. */
export function SidePanel(props: Props) {
  const { onClose } = props;
  const isBeside = useMediaQuery("(min-width: 70rem)");
  const heading = useId();
  const content = <PanelContent {...props} heading={heading} />;

  // an Escape that has closed a menu or a dialog does not come here
  useKeys(isBeside ? { Escape: onClose } : {});

  if (!isBeside) {
    return (
      <Dialog
        open
        onClose={onClose}
        autoFocusOnShow={false}
        autoFocusOnHide={false}
        aria-labelledby={heading}
        className={styles.over}
        data-focus-falls-to="h2"
      >
        {content}
      </Dialog>
    );
  }
  return <ResizablePanel labelledBy={heading}>{content}</ResizablePanel>;
}

function PanelContent({ heading, ...props }: Props & { heading: string }) {
  const { panel, onClose } = props;
  const title = useRef<HTMLHeadingElement>(null);
  const shown = keyOf(panel);

  // biome-ignore lint/correctness/useExhaustiveDependencies: new content is read from its title
  useEffect(() => title.current?.focus(), [shown]);

  return (
    <>
      <header className={styles.header}>
        {panel.kind === "document" && panel.isPassage && (
          <Button look="quiet" onClick={() => window.history.back()}>
            {t.conversations.back}
          </Button>
        )}
        <h2 id={heading} ref={title} tabIndex={-1} className={styles.title}>
          <OwnDirection>
            {panel.kind === "document"
              ? (panel.place.filename ?? t.common.document)
              : t.common.lookInside}
          </OwnDirection>
        </h2>
        {panel.kind === "document" && !panel.place.gone && (
          <Link href={documentAt(panel.place)} className={styles.link}>
            {t.conversations.openItsPage}
          </Link>
        )}
        <IconButton label={t.common.close} icon={<CloseIcon />} onClick={onClose} />
      </header>
      <div className={styles.body}>
        <ErrorBoundary resetKey={shown} fallback={failure}>
          {bodyOf(props)}
        </ErrorBoundary>
      </div>
    </>
  );
}

/** Returns the address of the document's own page, with the same words marked. */
function documentAt({ documentId, start, end }: Span & { documentId: string }): string {
  return `${paths.document(documentId)}?${new URLSearchParams({ start: `${start}`, end: `${end}` })}`;
}

function failure(error: unknown, retry: () => void): ReactNode {
  return (
    <Notice kind="error" actions={<Button onClick={retry}>{t.common.tryAgain}</Button>}>
      {t.conversations.panelFailed(errorInWords(error))}
    </Notice>
  );
}

function keyOf(panel: Panel): string {
  if (panel.kind === "inside") return panel.messageId;
  const { documentId, version, start, end } = panel.place;
  return `${documentId} ${version} ${start} ${end}`;
}

function bodyOf({ panel, quoted, onOpen, onStep }: Props): ReactNode {
  if (panel.kind === "inside") {
    return (
      <Suspense fallback={<Spinner />}>
        <LookInside
          messageId={panel.messageId}
          asked={panel.asked}
          numbers={panel.numbers}
          sources={panel.sources}
          onOpen={onOpen}
        />
      </Suspense>
    );
  }
  const { documentId, version, within, gone, stored } = panel.place;
  return (
    <Suspense fallback={<Spinner />}>
      <DocumentReader
        documentId={documentId}
        version={version}
        highlight={panel.place}
        gone={gone}
        stored={stored}
        heading={
          <div className={styles.place}>
            {panel.quotations && <QuotationSteps quotations={panel.quotations} onStep={onStep} />}
            <bdi>{within}</bdi>
            {quoted && <WrongQuotation {...quoted} />}
          </div>
        }
      />
    </Suspense>
  );
}
