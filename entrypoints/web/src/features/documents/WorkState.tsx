import type { Document } from "@/api/types";
import { isUnfinished } from "@/features/reader";
import { codeInWords, errorInWords } from "@/lib/errorInWords";
import { Button } from "@/ui/Button";
import { t } from "@/words/all";
import { type Progress, progressInWords, useProgress } from "./progress";
import { useWork } from "./queries";
import styles from "./WorkState.module.css";

interface Props {
  document: Document;
  /** How far the work on it is; null if that is not known. */
  progress: Progress | null;
}

/** The work on a document, or on a newer version of it: its progress or failure, and what to do. */
export function WorkState({ document, progress }: Props) {
  const { document_id, filename, status, error_message } = document;
  const open = isUnfinished(document);
  const work = useWork(document_id);
  if (status === "processed" && error_message === null) return null;
  const failed = status === "failed" || status === "processed";
  return (
    <div className={styles.work}>
      <p className={failed ? styles.failed : undefined}>
        {status === "processed" && `${t.documents.newerFailed} `}
        {open ? progress && progressInWords(progress) : reasonOf(document)}
      </p>
      {work.error && <p className={styles.failed}>{errorInWords(work.error)}</p>}
      {open && progress !== null && progress.total > 0 && (
        <progress
          className={styles.bar}
          aria-label={t.uploads.preparingNamed(filename)}
          max={progress.total}
          value={progress.done}
        />
      )}
      {open ? (
        <Button
          look="quiet"
          aria-label={t.uploads.cancelNamed(filename)}
          disabled={work.isPending}
          onClick={() => work.mutate("cancel")}
        >
          {t.common.cancel}
        </Button>
      ) : (
        <Button
          look="plain"
          aria-label={t.uploads.tryAgainNamed(filename)}
          disabled={work.isPending}
          onClick={() => work.mutate("retry")}
        >
          {t.common.tryAgain}
        </Button>
      )}
    </div>
  );
}

function reasonOf({ error_code, error_message }: Document): string | null {
  return error_message && codeInWords(error_code ?? "", error_message);
}

/** The same for one document alone, whose progress it follows. */
export function FollowedWork({ document }: Pick<Props, "document">) {
  const progress = useProgress(document.document_id, isUnfinished(document));
  return <WorkState document={document} progress={progress} />;
}
