import { useId, useState } from "react";
import type { Document } from "@/api/types";
import { useCollections } from "@/lib/collections";
import { useTitle } from "@/lib/useTitle";
import { Button } from "@/ui/Button";
import { Notice } from "@/ui/Notice";
import { SearchField } from "@/ui/SearchField";
import { Spinner } from "@/ui/Spinner";
import { useDebounced } from "@/ui/useDebounced";
import { CollectionLimit } from "./CollectionLimit";
import { DeleteDialog, type Receipt } from "./DeleteDialog";
import { DocumentList } from "./DocumentList";
import styles from "./DocumentsPage.module.css";
import { DropZone } from "./DropZone";
import { FilePicker } from "./FilePicker";
import { counted } from "./format";
import { formatNames, useAddFiles, useFormats } from "./formats";
import { useDocuments, useRefreshAfterUploads } from "./queries";
import { ReceiptNotice } from "./ReceiptNotice";
import { UploadList } from "./UploadList";

/** The list of documents, with adding and deleting. */
export function DocumentsPage() {
  useTitle("Documents");
  useRefreshAfterUploads();
  const [text, setText] = useState("");
  const collections = useCollections().data ?? [];
  const [collection, setCollection] = useState<string | null>(null);
  const chosen = collections.find(({ name }) => name === collection);
  const [onlyFailed, setOnlyFailed] = useState(false);
  const [deleting, setDeleting] = useState<Document | null>(null);
  const [receipt, setReceipt] = useState<Receipt | null>(null);
  const [scroller, setScroller] = useState<HTMLDivElement | null>(null);
  const checkbox = useId();

  const debouncedText = useDebounced(text);
  const list = useDocuments(debouncedText, onlyFailed ? "failed" : null, collection);
  const documents = list.data?.pages.flatMap((page) => page.items) ?? [];
  const isFiltered = debouncedText.trim() !== "" || onlyFailed || collection !== null;
  const fetchMore = () => {
    // after a failure, the user decides when to retry
    if (!list.isFetching && !list.isError) void list.fetchNextPage();
  };
  const addFiles = useAddFiles();
  const formats = useFormats();

  return (
    <DropZone onFiles={addFiles}>
      <div ref={setScroller} className={styles.page}>
        <div className={styles.column}>
          <header className={styles.header}>
            <h1>Documents</h1>
            <div className={styles.actions}>
              <FilePicker onFiles={addFiles} />
              <FilePicker onFiles={addFiles} label="Add a folder" look="plain" folder />
            </div>
          </header>
          <p className={styles.hint} data-screen-only>
            Drop files or folders anywhere on this page. You can ask about a file as soon as it is
            added.{formats && ` These are read: ${formatNames(formats)}.`}
          </p>
          <UploadList />
          {receipt && (
            <ReceiptNotice
              key={receipt.documentId}
              receipt={receipt}
              actions={
                <Button look="quiet" onClick={() => setReceipt(null)}>
                  Dismiss
                </Button>
              }
            />
          )}
          <div className={styles.search}>
            <SearchField label="Search by file name" value={text} onChange={setText} />
            {collections.length > 0 && (
              <select
                aria-label="Collection"
                value={collection ?? ""}
                onChange={({ target }) => setCollection(target.value || null)}
              >
                <option value="">All collections</option>
                {collections.map(({ collection_id, name, documents: count }) => (
                  <option key={collection_id} value={name}>
                    {name} ({count.toLocaleString("en")})
                  </option>
                ))}
              </select>
            )}
            {chosen && <CollectionLimit collection={chosen} />}
            <span className={styles.filter}>
              <input
                id={checkbox}
                type="checkbox"
                checked={onlyFailed}
                onChange={(event) => setOnlyFailed(event.target.checked)}
              />
              <label htmlFor={checkbox}>Failed only</label>
            </span>
          </div>
          {list.isPending && (
            <p className={styles.hint} role="status">
              <Spinner /> Loading documents…
            </p>
          )}
          {list.isSuccess && (
            <p className={styles.hint} role="status">
              {documents.length > 0 || isFiltered ? found(documents.length, list.hasNextPage) : ""}
            </p>
          )}
          {list.isSuccess && documents.length === 0 && !isFiltered && <Empty onFiles={addFiles} />}
          {documents.length > 0 && (
            <DocumentList
              documents={documents}
              scroller={scroller}
              hasMore={list.hasNextPage}
              loadingMore={list.isFetchingNextPage}
              onMore={fetchMore}
              onDelete={setDeleting}
            />
          )}
          {list.error && (
            <Notice
              kind="error"
              actions={<Button onClick={() => void list.refetch()}>Try again</Button>}
            >
              {list.error.message}
            </Notice>
          )}
        </div>
      </div>
      <DeleteDialog document={deleting} onClose={() => setDeleting(null)} onDeleted={setReceipt} />
    </DropZone>
  );
}

function Empty({ onFiles }: { onFiles(files: File[]): void }) {
  return (
    <div className={styles.empty}>
      <h2>No documents yet</h2>
      <p>
        Quoth answers questions from the documents that you add here, and quotes its sources.
        Nothing leaves this server unless it is set up to use a chat model elsewhere.
      </p>
      <FilePicker onFiles={onFiles} label="Add your first documents" look="plain" />
    </div>
  );
}

function found(count: number, hasMore: boolean): string {
  if (count === 0) return "No documents found. * matches any characters, ? matches one.";
  return hasMore ? `More than ${counted(count, "document")}` : counted(count, "document");
}
