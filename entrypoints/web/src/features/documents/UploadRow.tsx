import { Link } from "wouter";
import { isolated } from "@/lib/isolated";
import { paths } from "@/lib/paths";
import { Button } from "@/ui/Button";
import { CheckIcon, DocumentIcon, WarningIcon } from "@/ui/icons";
import { t } from "@/words";
import { counted, durationInWords, sizeInWords } from "./format";
import styles from "./UploadRow.module.css";
import { isOpen, type Upload, type UploadState } from "./uploadStore";
import { uploads } from "./uploads";

/** An upload: its state and its actions. */
export function UploadRow({ upload, now }: { upload: Upload; now: number }) {
  const { id, name, size, state } = upload;
  return (
    <li className={`${styles.row} ${state.kind === "failed" ? styles.failed : ""}`}>
      <span className={styles.icon}>
        {hasDocument(state) ? <CheckIcon /> : null}
        {state.kind === "failed" ? <WarningIcon /> : null}
        {isOpen(upload) ? <DocumentIcon /> : null}
      </span>
      <div className={styles.body}>
        <p className={styles.name}>
          {hasDocument(state) ? (
            <Link href={paths.document(state.document.document_id)}>
              <bdi>{name}</bdi>
            </Link>
          ) : (
            <bdi>{name}</bdi>
          )}{" "}
          <span className={styles.size}>{sizeInWords(size)}</span>
        </p>
        <p className={styles.state}>{stateInWords(upload, now)}</p>
        {state.kind === "sending" && (
          <progress
            className={styles.progress}
            aria-label={`Uploading ${name}`}
            max={100}
            value={state.percent}
          />
        )}
        {state.kind === "processing" && (
          <progress className={styles.progress} aria-label={`Preparing ${name}`} />
        )}
      </div>
      {isOpen(upload) ? (
        <Button look="quiet" aria-label={`Cancel ${name}`} onClick={() => uploads.cancel(id)}>
          {t.common.cancel}
        </Button>
      ) : (
        <div className={styles.actions}>
          {state.kind === "failed" && state.retryable && (
            <Button
              look="plain"
              aria-label={`Try again: ${name}`}
              onClick={() => uploads.retry(id)}
            >
              {t.common.tryAgain}
            </Button>
          )}
          <Button look="quiet" aria-label={`Dismiss ${name}`} onClick={() => uploads.dismiss(id)}>
            {t.common.dismiss}
          </Button>
        </div>
      )}
    </li>
  );
}

/** Whether the server has the document. */
function hasDocument(state: UploadState) {
  return state.kind === "done" || state.kind === "accepted";
}

function stateInWords({ name, state }: Upload, now: number): string {
  switch (state.kind) {
    case "waiting":
      return t.documents.status.pending;
    case "sending":
      return `Uploading, ${state.percent}%`;
    case "processing":
      return `Uploaded. Preparing for search, ${durationInWords(now - state.since)} so far`;
    case "postponed":
      return `${state.detail} Retrying in ${durationInWords(state.until - now)}.`;
    case "accepted":
      return t.documents.accepted;
    case "done": {
      const { filename, total_chunks } = state.document;
      if (!state.alreadyThere) return `Added, ${counted(total_chunks, "passage")}`;
      return filename === name.normalize("NFC")
        ? t.documents.alreadyAdded
        : `Already added as ${isolated(filename)}`;
    }
    case "failed":
      return state.detail;
  }
}
