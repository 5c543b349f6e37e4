import { Dialog } from "@ariakit/react";
import { type KeyboardEvent, type ReactNode, Suspense, useEffect, useId, useRef } from "react";
import { DocumentReader } from "@/features/documents";
import { LookInside } from "@/features/retrieval";
import type { Place } from "@/lib/place";
import { Button, IconButton } from "@/ui/Button";
import { CloseIcon } from "@/ui/icons";
import { Spinner } from "@/ui/Spinner";
import { useMediaQuery } from "@/ui/useMediaQuery";
import styles from "./SidePanel.module.css";

interface Inside {
  kind: "inside";
  messageId: string;
  /** The question in the user's words. */
  asked: string;
}

/** The content of the panel: a place in a document, or the retrieval behind an answer. */
export type Panel = { kind: "document"; place: Place; from: Inside | null } | Inside;

interface Props {
  panel: Panel;
  onShow(panel: Panel): void;
  onClose(): void;
}

/** A panel beside the conversation, or a dialog over it on narrow screens. */
export function SidePanel({ panel, onShow, onClose }: Props) {
  const isBeside = useMediaQuery("(min-width: 70rem)");
  const heading = useId();
  const content = (
    <PanelContent panel={panel} heading={heading} onShow={onShow} onClose={onClose} />
  );

  if (!isBeside) {
    return (
      <Dialog
        open
        onClose={onClose}
        autoFocusOnShow={false}
        autoFocusOnHide={false}
        aria-labelledby={heading}
        className={styles.over}
      >
        {content}
      </Dialog>
    );
  }
  const closeOnEscape = (event: KeyboardEvent) => {
    if (event.key === "Escape" && !event.defaultPrevented) onClose();
  };
  return (
    <aside className={styles.beside} aria-labelledby={heading} onKeyDown={closeOnEscape}>
      {content}
    </aside>
  );
}

function PanelContent({ panel, heading, onShow, onClose }: Props & { heading: string }) {
  const title = useRef<HTMLHeadingElement>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: new content is read from its title
  useEffect(() => title.current?.focus(), [panel]);

  return (
    <>
      <header className={styles.header}>
        {panel.kind === "document" && panel.from !== null && (
          <BackButton to={panel.from} onShow={onShow} />
        )}
        <h2 id={heading} ref={title} tabIndex={-1} className={styles.title} dir="auto">
          {panel.kind === "document" ? panel.place.filename : "Look inside"}
        </h2>
        <IconButton label="Close" icon={<CloseIcon />} onClick={onClose} />
      </header>
      <div className={styles.body}>{bodyOf(panel, onShow)}</div>
    </>
  );
}

function bodyOf(panel: Panel, onShow: Props["onShow"]): ReactNode {
  if (panel.kind === "inside") {
    return (
      <LookInside
        messageId={panel.messageId}
        asked={panel.asked}
        onOpen={(place) => onShow({ kind: "document", place, from: panel })}
      />
    );
  }
  const { documentId, start, end, verified, gone, stored } = panel.place;
  return (
    <Suspense fallback={<Spinner />}>
      <DocumentReader
        documentId={documentId}
        highlight={{ start, end, verified }}
        gone={gone}
        stored={stored}
      />
    </Suspense>
  );
}

function BackButton({ to, onShow }: { to: Inside; onShow: Props["onShow"] }) {
  return (
    <Button look="quiet" onClick={() => onShow(to)}>
      Back
    </Button>
  );
}
