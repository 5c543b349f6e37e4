import { useMe } from "@/lib/me";
import { useTitle } from "@/lib/useTitle";
import { Notice } from "@/ui/Notice";
import styles from "./AccessPage.module.css";
import { AuditLog } from "./AuditLog";
import { Keys } from "./Keys";
import { Members } from "./Members";

/** The keys, members and audit log of the workspace, for its admins. */
export function AccessPage() {
  useTitle("Access");
  const me = useMe().data;
  return (
    <div className={styles.page}>
      <h1>Access</h1>
      {me && me.role !== "admin" && (
        <Notice>Only admins of the workspace see who has access to it.</Notice>
      )}
      {me?.role === "admin" && (
        <>
          <p className={styles.hint}>
            Who may come into the workspace <bdi>{me.workspace}</bdi>, and what was done there.
          </p>
          <Keys />
          <Members />
          <AuditLog />
        </>
      )}
    </div>
  );
}
