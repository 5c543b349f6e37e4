import { type ReactNode, useState } from "react";
import { Link } from "wouter";
import type { Document } from "@/api/types";
import { paths } from "@/lib/paths";
import { useTitle } from "@/lib/useTitle";
import { Button } from "@/ui/Button";
import { Notice } from "@/ui/Notice";
import { Spinner } from "@/ui/Spinner";
import { t } from "@/words/all";
import { AddButtons } from "./AddButtons";
import { DeleteDialog, receiptInWords } from "./DeleteDialog";
import { DocumentFilters } from "./DocumentFilters";
import styles from "./DocumentsPage.module.css";
import { DocumentTable } from "./DocumentTable";
import { DropZone } from "./DropZone";
import { FilePicker } from "./FilePicker";

import { formatNames, useAddFiles, useFormats } from "./formats";
import { isFiltered, type Listing, useListing } from "./listing";
import { useDocuments, useRefreshAfterUploads } from "./queries";
import { ReceiptNotice } from "./ReceiptNotice";
import { SelectionBar } from "./SelectionBar";
import { useSelection } from "./selection";
import { UploadList } from "./UploadList";

/** The documents: to be found, added, chosen, moved and deleted. */
export function DocumentsPage() {
  useTitle(t.common.documents);
  useRefreshAfterUploads();
  const [listing, changeListing] = useListing();
  const selection = useSelection();
  const [deleting, setDeleting] = useState<Document | null>(null);
  const [receipt, setReceipt] = useState<{ number: number; text: ReactNode } | null>(null);
  const [scroller, setScroller] = useState<HTMLDivElement | null>(null);

  const list = useDocuments(listing);
  const documents = list.data?.pages.flatMap((page) => page.items) ?? [];
  const filtered = isFiltered(listing);
  const fetchMore = () => {
    // after a failure, the user decides when to retry
    if (!list.isFetching && !list.isError) void list.fetchNextPage();
  };
  const addFiles = useAddFiles();
  const show = (text: ReactNode) =>
    setReceipt((before) => ({ number: (before?.number ?? 0) + 1, text }));
  const change = (changes: Partial<Listing>) => {
    selection.clear(); // nothing is deleted that is not listed
    changeListing(changes);
    if (scroller) scroller.scrollTop = 0;
  };

  return (
    <DropZone onFiles={addFiles}>
      <div ref={setScroller} className={styles.page}>
        <div className={styles.column}>
          <header className={styles.header}>
            <h1>{t.common.documents}</h1>
            <div className={styles.actions}>
              <AddButtons
                onFiles={addFiles}
                onAdded={({ document_id, filename }) =>
                  show(
                    t.documents.isAdded(
                      <Link href={paths.document(document_id)}>
                        <bdi>{filename}</bdi>
                      </Link>,
                    ),
                  )
                }
              />
            </div>
          </header>
          <Hint />
          <UploadList />
          {receipt && (
            <ReceiptNotice
              key={receipt.number}
              receipt={receipt.text}
              actions={
                <Button look="quiet" onClick={() => setReceipt(null)}>
                  {t.common.dismiss}
                </Button>
              }
            />
          )}
          {(filtered || documents.length > 0 || list.isPending) && (
            <DocumentFilters listing={listing} onChange={change} />
          )}
          {list.isPending && (
            <p className={styles.hint} role="status">
              <Spinner /> {t.documents.loading}
            </p>
          )}
          {list.isSuccess && (
            <p className={styles.hint} role="status">
              {documents.length > 0 || filtered ? found(documents.length, list.hasNextPage) : ""}
            </p>
          )}
          {list.isSuccess && documents.length === 0 && !filtered && <Empty onFiles={addFiles} />}
          {selection.documents.size > 0 && (
            <SelectionBar selection={selection} collection={listing.collection} onDone={show} />
          )}
          {documents.length > 0 && (
            <DocumentTable
              documents={documents}
              sort={listing.sort}
              onSort={(sort) => change({ sort })}
              selection={selection}
              scroller={scroller}
              hasMore={list.hasNextPage}
              loadingMore={list.isFetchingNextPage}
              onMore={fetchMore}
              onDelete={setDeleting}
              onTag={(tag) => change({ tag })}
            />
          )}
          {list.error && (
            <Notice
              kind="error"
              actions={<Button onClick={() => void list.refetch()}>{t.common.tryAgain}</Button>}
            >
              {list.error.message}
            </Notice>
          )}
        </div>
      </div>
      <DeleteDialog
        document={deleting}
        onClose={() => setDeleting(null)}
        onDeleted={(deleted) => {
          if (deleting) selection.set([deleting], false);
          show(receiptInWords(deleted));
        }}
      />
    </DropZone>
  );
}

function Hint() {
  const formats = useFormats();
  return (
    <p className={styles.hint} data-screen-only>
      {t.documents.hint}
      {formats && ` ${t.documents.formatsRead(formatNames(formats))}`}
    </p>
  );
}

function Empty({ onFiles }: { onFiles(files: File[]): void }) {
  return (
    <div className={styles.empty}>
      <h2>{t.documents.none}</h2>
      <p>{t.documents.noneDetails}</p>
      <FilePicker onFiles={onFiles} label={t.documents.addFirst} look="plain" />
    </div>
  );
}

function found(count: number, hasMore: boolean): string {
  if (count === 0) return t.documents.noneFound;
  return hasMore ? t.documents.moreThan(count) : t.documents.count(count);
}
