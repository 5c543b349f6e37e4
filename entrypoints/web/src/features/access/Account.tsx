import { useId } from "react";
import { errorInWords } from "@/lib/errorInWords";
import { useMe, useOwnWorkspaces } from "@/lib/me";
import { Button } from "@/ui/Button";
import { Notice } from "@/ui/Notice";
import { t } from "@/words";
import styles from "./Account.module.css";
import { useSignOut, useSwitchWorkspace } from "./queries";

/** Who is signed in and where, with a way out; nothing while nobody has to be. */
export function Account() {
  const id = useId();
  const me = useMe().data;
  const own = useOwnWorkspaces().data;
  const switching = useSwitchWorkspace();
  const signOut = useSignOut();

  if (me === undefined || !own?.signed_in) return null;
  const failure = switching.error ?? signOut.error;
  return (
    <section className={styles.account} aria-label={t.account.account}>
      <div className={styles.who}>
        <p className={styles.name}>
          <bdi>{me.name}</bdi>
          <small>{t.account.roles[me.role]}</small>
        </p>
        <Button look="quiet" disabled={signOut.isPending} onClick={() => signOut.mutate()}>
          {t.account.signOut}
        </Button>
      </div>
      {own.items.length > 1 ? (
        <p className={styles.workspace}>
          <label htmlFor={id}>{t.account.workspace}</label>
          <select
            id={id}
            value={me.workspace}
            disabled={switching.isPending}
            onChange={({ target }) => switching.mutate(target.value)}
          >
            {own.items.map(({ workspace }) => (
              <option key={workspace} value={workspace}>
                {workspace}
              </option>
            ))}
          </select>
        </p>
      ) : (
        <p className={styles.workspace}>{t.account.inWorkspace(<bdi>{me.workspace}</bdi>)}</p>
      )}
      {failure && <Notice kind="error">{errorInWords(failure)}</Notice>}
    </section>
  );
}
