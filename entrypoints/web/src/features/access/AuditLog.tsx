import { useId, useState } from "react";
import styles from "./AccessPage.module.css";
import { Moment } from "./Moment";
import { itemsOf, useAuditLog } from "./queries";
import { Rest, Table } from "./Table";

const KINDS = {
  "": "Everything",
  access: "Signing in",
  key: "Keys",
  member: "Members",
  document: "Documents",
  collection: "Collections",
  session: "Conversations",
  answer: "Questions",
  library: "Exports, backups and models",
} as const;

/** Who did what, when, to which id. */
export function AuditLog() {
  const id = useId();
  const [kind, setKind] = useState("");
  const pages = useAuditLog(kind);
  const entries = itemsOf(pages.data);
  return (
    <section className={styles.section} aria-labelledby="audit">
      <h2 id="audit">Audit log</h2>
      <p className={styles.field}>
        <label htmlFor={id}>Show</label>
        <select id={id} value={kind} onChange={({ target }) => setKind(target.value)}>
          {Object.entries(KINDS).map(([value, words]) => (
            <option key={value} value={value}>
              {words}
            </option>
          ))}
        </select>
      </p>
      {pages.isSuccess && entries.length === 0 && <p>No entries.</p>}
      {entries.length > 0 && (
        <Table label="Audit log" columns={["When", "Who", "What", "To which id"]}>
          {entries.map((entry) => (
            <tr key={entry.entry_id}>
              <td>
                <Moment time={entry.at} />
              </td>
              <th scope="row">
                <bdi>{entry.actor}</bdi>
                <small>{entry.role}</small>
                {(entry.member_id ?? entry.key_id) && (
                  <small>
                    <code>{entry.member_id ?? entry.key_id}</code>
                  </small>
                )}
              </th>
              <td>
                {entry.action}
                {entry.outcome === "refused" && <small>refused</small>}
              </td>
              <td>
                <code>{entry.target ?? ""}</code>
              </td>
            </tr>
          ))}
        </Table>
      )}
      <Rest pages={pages} />
    </section>
  );
}
