import { Link } from "wouter";
import { isolated } from "@/lib/isolated";
import { paths } from "@/lib/paths";
import { Button } from "@/ui/Button";
import { CheckIcon, DocumentIcon, WarningIcon } from "@/ui/icons";
import { t } from "@/words";
import { percent } from "@/words/format";
import { durationInWords, sizeInWords } from "./format";
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
            aria-label={t.uploads.uploadingNamed(name)}
            max={100}
            value={state.percent}
          />
        )}
        {state.kind === "processing" && (
          <progress className={styles.progress} aria-label={t.uploads.preparingNamed(name)} />
        )}
      </div>
      {isOpen(upload) ? (
        <Button
          look="quiet"
          aria-label={t.uploads.cancelNamed(name)}
          onClick={() => uploads.cancel(id)}
        >
          {t.common.cancel}
        </Button>
      ) : (
        <div className={styles.actions}>
          {state.kind === "failed" && state.retryable && (
            <Button
              look="plain"
              aria-label={t.uploads.tryAgainNamed(name)}
              onClick={() => uploads.retry(id)}
            >
              {t.common.tryAgain}
            </Button>
          )}
          <Button
            look="quiet"
            aria-label={t.uploads.dismissNamed(name)}
            onClick={() => uploads.dismiss(id)}
          >
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
      return t.common.waiting;
    case "sending":
      return t.uploads.sending(percent(state.percent / 100));
    case "processing":
      return t.uploads.preparing(durationInWords(now - state.since));
    case "postponed":
      return t.uploads.retryingIn(state.detail, durationInWords(state.until - now));
    case "accepted":
      return t.uploads.accepted;
    case "done": {
      const { filename, total_chunks } = state.document;
      if (!state.alreadyThere) return t.uploads.addedWith(total_chunks);
      return filename === name.normalize("NFC")
        ? t.uploads.alreadyAdded
        : t.uploads.alreadyAddedAs(isolated(filename));
    }
    case "failed":
      return state.detail;
  }
}
