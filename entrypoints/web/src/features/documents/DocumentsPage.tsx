import { type ReactNode, useMemo, useState } from "react";
import { Link } from "wouter";
import type { Document } from "@/api/types";
import { useCollections } from "@/lib/collections";
import { errorInWords } from "@/lib/errorInWords";
import { paths } from "@/lib/paths";
import { useTitle } from "@/lib/useTitle";
import { Button } from "@/ui/Button";
import { Notice } from "@/ui/Notice";
import { Spinner } from "@/ui/Spinner";
import { useMediaQuery } from "@/ui/useMediaQuery";
import { t } from "@/words/all";
import { AddButtons } from "./AddButtons";
import { CollectionActions } from "./CollectionActions";
import { DeleteDialog, receiptInWords } from "./DeleteDialog";
import { DocumentFilters } from "./DocumentFilters";
import styles from "./DocumentsPage.module.css";
import { DocumentTable } from "./DocumentTable";
import { DropZone } from "./DropZone";
import { FilePicker } from "./FilePicker";
import { formatNames } from "./formatNames";
import { useAddFiles, useFormats, useFormatsSettled } from "./formats";
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
  const documents = useMemo(
    () => list.data?.pages.flatMap((page) => page.items) ?? [],
    [list.data],
  );
  const filtered = isFiltered(listing);
  const hasCollections = (useCollections().data ?? []).length > 0;
  const fetchMore = () => {
    // after a failure, the user decides when to retry
    if (!list.isFetching && !list.isError) void list.fetchNextPage();
  };
  const addFiles = useAddFiles();
  const settled = useFormatsSettled();
  const show = (text: ReactNode) =>
    setReceipt((before) => ({ number: (before?.number ?? 0) + 1, text }));
  const change = (changes: Partial<Listing>) => {
    selection.clear(); // nothing is deleted that is not listed
    changeListing(changes);
    if (scroller) scroller.scrollTop = 0;
  };
  const listCollection = (collection: string | null, text: string) => {
    change({ collection });
    show(text);
  };

  return (
    <DropZone onFiles={addFiles}>
      <div ref={setScroller} className={styles.page} data-settling={!settled || undefined}>
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
          {(filtered || documents.length > 0 || list.isPending || hasCollections) && (
            <DocumentFilters listing={listing} onChange={change} onCollection={listCollection} />
          )}
          {list.isPending && (
            <p className={styles.hint} role="status">
              <Spinner /> {t.documents.loading}
            </p>
          )}
          {list.isSuccess && (
            <p className={styles.hint} role="status">
              {documents.length > 0 || filtered
                ? found(listing, documents.length, list.hasNextPage)
                : ""}
            </p>
          )}
          {list.isSuccess && documents.length === 0 && !filtered && (
            <Empty onFiles={addFiles}>
              {!hasCollections && <CollectionActions listed={undefined} onDone={listCollection} />}
            </Empty>
          )}
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
              {errorInWords(list.error)}
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
  const isNarrow = useMediaQuery("(max-width: 40rem)");
  const read = formats && t.documents.formatsRead(formatNames(formats));
  if (!isNarrow) {
    return (
      <p className={styles.hint} data-screen-only>
        {t.documents.hint}
        {read && ` ${read}`}
      </p>
    );
  }
  return (
    read && (
      <details className={styles.formats} data-screen-only>
        <summary>{t.documents.whichFiles}</summary>
        {read}
      </details>
    )
  );
}

function Empty({ onFiles, children }: { onFiles(files: File[]): void; children: ReactNode }) {
  return (
    <div className={styles.empty}>
      <h2>{t.documents.none}</h2>
      <p>{t.documents.noneDetails}</p>
      <div className={styles.actions}>
        <FilePicker onFiles={onFiles} label={t.documents.addFirst} look="plain" />
        {children}
      </div>
    </div>
  );
}

function found(listing: Listing, count: number, hasMore: boolean): string {
  if (count === 0) {
    const isCollection = listing.collection !== null;
    const isAlone = isCollection && !isFiltered({ ...listing, collection: null });
    return isAlone ? t.documents.emptyCollection : t.documents.noneFound;
  }
  return hasMore ? t.documents.moreThan(count) : t.documents.count(count);
}
