import { LockIcon } from "@/ui/icons";
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
        limited to <bdi>{groups.join(", ")}</bdi>
      </span>
    </span>
  );
}
