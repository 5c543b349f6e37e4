import { Button } from "@/ui/Button";
import { Notice } from "@/ui/Notice";
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
      <h2 id="members">Members</h2>
      <p className={styles.hint}>
        People who signed in with your organisation. Their groups decide on their role, at each
        sign-in. Who is removed is signed out, and comes back unless their groups change.
      </p>
      {pages.isSuccess && members.length === 0 && <p>Nobody has signed in yet.</p>}
      {members.length > 0 && (
        <Table label="Members" columns={["Name", "Role", "Groups", "Last sign-in", "Actions"]}>
          {members.map((member) => (
            <tr key={member.member_id}>
              <th scope="row">
                <bdi>{member.name}</bdi>
              </th>
              <td>{member.role}</td>
              <td>{member.groups.join(", ")}</td>
              <td>
                <Moment time={member.last_sign_in_at} />
              </td>
              <td>
                <Button
                  aria-label={`Remove ${member.name}`}
                  disabled={remove.isPending}
                  onClick={() => remove.mutate(member.member_id)}
                >
                  Remove
                </Button>
              </td>
            </tr>
          ))}
        </Table>
      )}
      {remove.error && <Notice kind="error">{remove.error.message}</Notice>}
      <Rest pages={pages} />
    </section>
  );
}
