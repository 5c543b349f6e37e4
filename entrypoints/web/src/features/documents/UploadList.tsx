import { Button } from "@/ui/Button";
import { useDebounced } from "@/ui/useDebounced";
import { VisuallyHidden } from "@/ui/VisuallyHidden";
import { t } from "@/words";

import styles from "./UploadList.module.css";
import { UploadRow } from "./UploadRow";
import { isOpen, type Upload, type UploadState } from "./uploadStore";
import { uploads, useUploads } from "./uploads";
import { useNow } from "./useNow";

/** Limits, so that hundreds of uploads neither fill the page nor slow it down. */
const MOST_ROWS: Record<Group, number> = { failed: 20, running: 3, waiting: 3, done: 5 };
const ANNOUNCEMENT_PAUSE_MS = 1_000;

type Group = "failed" | "running" | "waiting" | "done";

/** The uploads of this visit: failed ones first, then running, waiting and finished ones. */
export function UploadList() {
  const all = useUploads();
  const now = useNow(
    all.some(({ state }) => state.kind === "processing" || state.kind === "postponed"),
  );
  const groups = grouped(all);
  const failed = groups.failed.filter(isRetryable).length;
  const open = all.filter(isOpen).length;

  return (
    <>
      {/* a live region must exist before its content changes, or it is not announced */}
      <VisuallyHidden>
        <span role="status">{useDebounced(announcement(groups), ANNOUNCEMENT_PAUSE_MS)}</span>
      </VisuallyHidden>
      {all.length > 0 && (
        <section
          className={styles.uploads}
          aria-labelledby="uploads-heading"
          data-focus-falls-to="h2"
        >
          <header className={styles.header}>
            <h2 id="uploads-heading" className={styles.heading}>
              {open > 0 ? t.uploads.uploading : t.uploads.uploads}
            </h2>
            <p className={styles.summary}>{summary(groups)}</p>
            <div className={styles.actions}>
              {failed > 1 && (
                <Button look="quiet" onClick={() => uploads.retryAll()}>
                  {t.uploads.retryAll}
                </Button>
              )}
              {open > 1 && (
                <Button look="quiet" onClick={() => uploads.cancelAll()}>
                  {t.uploads.cancelAll}
                </Button>
              )}
              {open < all.length && (
                <Button look="quiet" onClick={() => uploads.dismissAll()}>
                  {t.uploads.clearFinished}
                </Button>
              )}
            </div>
          </header>
          <ul className={styles.rows}>
            {(["failed", "running", "waiting", "done"] as const).map((group) => (
              <Rows key={group} group={group} members={groups[group]} now={now} />
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

function Rows({ group, members, now }: { group: Group; members: Upload[]; now: number }) {
  // the latest finished uploads are the interesting ones
  const shown =
    group === "done"
      ? members.slice(-MOST_ROWS.done).reverse()
      : members.slice(0, MOST_ROWS[group]);
  const more = members.length - shown.length;
  return (
    <>
      {shown.map((upload) => (
        <UploadRow key={upload.id} upload={upload} now={now} />
      ))}
      {more > 0 && <li className={styles.more}>{t.uploads.moreUploads[group](more)}</li>}
    </>
  );
}

const GROUP_OF: Record<UploadState["kind"], Group> = {
  failed: "failed",
  sending: "running",
  processing: "running",
  postponed: "running",
  waiting: "waiting",
  accepted: "done",
  done: "done",
};

function grouped(all: readonly Upload[]): Record<Group, Upload[]> {
  const groups: Record<Group, Upload[]> = { failed: [], running: [], waiting: [], done: [] };
  for (const upload of all) groups[GROUP_OF[upload.state.kind]].push(upload);
  return groups;
}

function summary(groups: Record<Group, Upload[]>): string {
  return (["running", "waiting", "done", "failed"] as const)
    .filter((group) => groups[group].length > 0)
    .map((group) => t.uploads.uploadCount[group](groups[group].length))
    .join(" · ");
}

function announcement({ done, failed }: Record<Group, Upload[]>): string {
  const parts = [];
  if (done.length > 0) parts.push(t.uploads.addedCount(done.length));
  const last = failed.at(-1);
  if (last?.state.kind === "failed") {
    parts.push(t.uploads.failedCount(failed.length, last.name, last.state.detail));
  }
  return parts.join(" ");
}

function isRetryable({ state }: Upload): boolean {
  return state.kind === "failed" && state.retryable;
}
