import { useMe } from "@/lib/me";
import { useTitle } from "@/lib/useTitle";
import { Notice } from "@/ui/Notice";
import { t } from "@/words/all";
import styles from "./AccessPage.module.css";
import { AuditLog } from "./AuditLog";
import { Keys } from "./Keys";
import { Members } from "./Members";

/** The keys, members and audit log of the workspace, for its admins. */
export function AccessPage() {
  useTitle(t.common.access);
  const me = useMe().data;
  return (
    <div className={styles.page}>
      <h1>{t.common.access}</h1>
      {me && me.role !== "admin" && <Notice>{t.access.adminsOnly}</Notice>}
      {me?.role === "admin" && (
        <>
          <p className={styles.hint}>{t.access.intro(<bdi>{me.workspace}</bdi>)}</p>
          <Keys />
          <Members />
          <AuditLog />
        </>
      )}
    </div>
  );
}
