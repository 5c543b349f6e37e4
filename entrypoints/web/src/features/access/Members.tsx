import { errorInWords } from "@/lib/errorInWords";
import { Button } from "@/ui/Button";
import { Notice } from "@/ui/Notice";
import { t } from "@/words/all";
import styles from "./AccessPage.module.css";
import { Moment } from "./Moment";
import { itemsOf, useMembers, useRemoveMember } from "./queries";
import { Rest, Table } from "./Table";

/** The people who signed in at the provider. */
export function Members() {
  const pages = useMembers();
  const members = itemsOf(pages.data);
  const remove = useRemoveMember();
  return (
    <section className={styles.section} aria-labelledby="members">
      <h2 id="members">{t.access.members}</h2>
      <p className={styles.hint}>{t.access.membersHint}</p>
      {pages.isSuccess && members.length === 0 && <p>{t.access.noMembers}</p>}
      {members.length > 0 && (
        <Table
          label={t.access.members}
          columns={[
            t.common.name,
            t.access.role,
            t.common.groups,
            t.access.lastSignIn,
            t.access.actions,
          ]}
        >
          {members.map((member) => (
            <tr key={member.member_id}>
              <th scope="row">
                <bdi>{member.name}</bdi>
              </th>
              <td>{t.account.roles[member.role]}</td>
              <td>{member.groups.join(", ")}</td>
              <td>
                <Moment time={member.last_sign_in_at} />
              </td>
              <td>
                <Button
                  aria-label={t.access.removeNamed(member.name)}
                  disabled={remove.isPending}
                  onClick={() => remove.mutate(member.member_id)}
                >
                  {t.common.remove}
                </Button>
              </td>
            </tr>
          ))}
        </Table>
      )}
      {remove.error && <Notice kind="error">{errorInWords(remove.error)}</Notice>}
      <Rest pages={pages} />
    </section>
  );
}
