import { LockIcon } from "@/ui/icons";
import { t } from "@/words/all";
import styles from "./LimitSign.module.css";
import type { Limit } from "./limits";

/** A lock, with the groups that may read. */
export function LimitSign({ collection, groups }: Limit) {
  return (
    <span className={styles.limit}>
      <LockIcon />
      <span>
        {collection !== null && (
          <>
            <bdi>{collection}</bdi>:{" "}
          </>
        )}
        {t.documents.limitedTo(<bdi>{groups.join(", ")}</bdi>)}
      </span>
    </span>
  );
}
