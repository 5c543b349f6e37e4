import { Suspense, useState } from "react";
import { Link, useLocation, useSearchParams } from "wouter";
import { isMissing } from "@/api/client";
import type { Document } from "@/api/types";
import { scopeNewConversation } from "@/features/collections";
import { DocumentReader, type Span, useDocument } from "@/features/reader";
import { errorInWords } from "@/lib/errorInWords";
import { apiPaths, paths } from "@/lib/paths";
import { useTitle } from "@/lib/useTitle";
import { Button, ButtonLink } from "@/ui/Button";
import { DownloadIcon, SearchIcon, TrashIcon } from "@/ui/icons";
import { Notice } from "@/ui/Notice";
import { OwnDirection } from "@/ui/OwnDirection";
import { Spinner } from "@/ui/Spinner";
import { t } from "@/words/all";
import { DeleteDialog, type Receipt, receiptInWords } from "./DeleteDialog";
import { DocumentFacts } from "./DocumentFacts";
import styles from "./DocumentPage.module.css";
import { ReceiptNotice } from "./ReceiptNotice";
import { Versions } from "./Versions";
import { FollowedWork } from "./WorkState";

/** One document: its metadata and its text. */
export function DocumentPage({ documentId }: { documentId: string }) {
  const [receipt, setReceipt] = useState<Receipt | null>(null);
  return (
    <div className={styles.page}>
      <p data-screen-only>
        <Link href={paths.documents}>{t.common.allDocuments}</Link>
      </p>
      {receipt ? (
        <>
          <h1>{t.documents.deleted}</h1>
          <ReceiptNotice receipt={receiptInWords(receipt)} />
        </>
      ) : (
        <Content documentId={documentId} onDeleted={setReceipt} />
      )}
    </div>
  );
}

interface ContentProps {
  documentId: string;
  onDeleted(receipt: Receipt): void;
}

function Content({ documentId, onDeleted }: ContentProps) {
  const document = useDocument(documentId);
  const [deleting, setDeleting] = useState<Document | null>(null);
  const { version, highlight } = useAddressed();
  useTitle(
    isMissing(document.error) ? t.common.notFound : (document.data?.filename ?? t.common.document),
  );

  if (document.isPending) {
    return (
      <p className={styles.loading} role="status">
        <Spinner /> {t.documents.loadingOne}
      </p>
    );
  }
  if (document.isError) {
    return <Failure error={document.error} onRetry={() => void document.refetch()} />;
  }
  return (
    <>
      <header className={styles.header}>
        <div className={styles.name}>
          <h1>
            <bdi>{document.data.filename}</bdi>
          </h1>
          {document.data.title && (
            <p className={styles.title}>
              <OwnDirection>{document.data.title}</OwnDirection>
            </p>
          )}
        </div>
        <div className={styles.actions}>
          {document.data.status === "processed" && <AskAbout documentId={documentId} />}
          <ButtonLink
            href={apiPaths.original(documentId)}
            download={document.data.filename.split("/").at(-1)}
            icon={<DownloadIcon />}
          >
            {t.documents.download}
          </ButtonLink>
          <Button look="quiet" icon={<TrashIcon />} onClick={() => setDeleting(document.data)}>
            {t.common.delete}
          </Button>
        </div>
      </header>
      <DocumentFacts document={document.data} />
      <Versions document={document.data} shown={version ?? document.data.version} />
      {document.data.notes.map((note) => (
        <p key={note} className={styles.note}>
          {note}
        </p>
      ))}
      {document.data.status === "processed" && (
        <div className={styles.reader}>
          <Suspense fallback={<Spinner />}>
            <DocumentReader
              key={version}
              documentId={documentId}
              version={version}
              highlight={highlight}
              isPrinted
              heading={
                <h2 className={styles.subheading}>
                  {version === undefined
                    ? t.documents.contents
                    : t.documents.contentsOfVersion(version)}
                </h2>
              }
            />
          </Suspense>
        </div>
      )}
      {document.data.status !== "processed" && (
        <Notice kind={document.data.status === "failed" ? "error" : "info"}>
          <p>{t.documents.notUsedYet}</p>
          <FollowedWork document={document.data} />
        </Notice>
      )}
      <DeleteDialog document={deleting} onClose={() => setDeleting(null)} onDeleted={onDeleted} />
    </>
  );
}

/** Leads to a new question, which is asked of this document alone. */
function AskAbout({ documentId }: { documentId: string }) {
  const [, navigate] = useLocation();
  return (
    <Button
      look="primary"
      icon={<SearchIcon />}
      onClick={() => {
        scopeNewConversation({ document_ids: [documentId] });
        navigate(paths.newQuestion);
      }}
    >
      {t.documents.askAbout}
    </Button>
  );
}

function Failure({ error, onRetry }: { error: Error; onRetry(): void }) {
  const isGone = isMissing(error);
  return (
    <>
      <h1>{isGone ? t.documents.notFoundTitle : t.documents.notLoaded}</h1>
      {isGone ? (
        <p>{t.common.mayBeDeleted}</p>
      ) : (
        <Notice kind="error" actions={<Button onClick={onRetry}>{t.common.tryAgain}</Button>}>
          {errorInWords(error)}
        </Notice>
      )}
    </>
  );
}

/** Returns the version to show, the current one by default, and the span to mark in it. */
function useAddressed(): { version: number | undefined; highlight: Span | undefined } {
  const [parameters] = useSearchParams();
  const version = Number(parameters.get("version")) || undefined;
  const start = parameters.get("start");
  const end = parameters.get("end");
  if (start === null || end === null) return { version, highlight: undefined };
  return { version, highlight: { start: Number(start), end: Number(end) } };
}
