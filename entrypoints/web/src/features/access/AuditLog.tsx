import { useId, useState } from "react";
import { t } from "@/words/all";
import styles from "./AccessPage.module.css";
import { Moment } from "./Moment";
import { itemsOf, useAuditLog } from "./queries";
import { Rest, Table } from "./Table";

/** Who did what, when, to which id. */
export function AuditLog() {
  const id = useId();
  const [kind, setKind] = useState("");
  const pages = useAuditLog(kind);
  const entries = itemsOf(pages.data);
  return (
    <section className={styles.section} aria-labelledby="audit">
      <h2 id="audit">{t.access.auditLog}</h2>
      <p className={styles.field}>
        <label htmlFor={id}>{t.access.show}</label>
        <select id={id} value={kind} onChange={({ target }) => setKind(target.value)}>
          {Object.entries(t.access.kinds).map(([value, words]) => (
            <option key={value} value={value}>
              {words}
            </option>
          ))}
        </select>
      </p>
      {pages.isSuccess && entries.length === 0 && <p>{t.access.noEntries}</p>}
      {entries.length > 0 && (
        <Table
          label={t.access.auditLog}
          columns={[t.access.when, t.access.who, t.access.what, t.access.toWhichId]}
        >
          {entries.map((entry) => (
            <tr key={entry.entry_id}>
              <td>
                <Moment time={entry.at} />
              </td>
              <th scope="row">
                <bdi>{entry.actor}</bdi>
                {entry.role && <small>{t.account.roles[entry.role]}</small>}
                {(entry.member_id ?? entry.key_id) && (
                  <small>
                    <code>{entry.member_id ?? entry.key_id}</code>
                  </small>
                )}
              </th>
              <td>
                {entry.action}
                {entry.outcome === "refused" && <small>{t.access.refused}</small>}
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
