import { useState } from "react";
import { errorInWords } from "@/lib/errorInWords";
import { useOwnWorkspaces } from "@/lib/me";
import { Button } from "@/ui/Button";
import { Dialog, DialogActions } from "@/ui/Dialog";
import { Notice } from "@/ui/Notice";
import { t } from "@/words/all";
import styles from "./AccessPage.module.css";
import { Moment } from "./Moment";
import { NewKey } from "./NewKey";
import { itemsOf, type Key, useKeys, useRevokeKey } from "./queries";
import { Rest, Table } from "./Table";

/** The keys of the workspace: making, listing and revoking them. */
export function Keys() {
  const pages = useKeys();
  const keys = itemsOf(pages.data);
  const own = useOwnWorkspaces().data;
  const [revoking, setRevoking] = useState<Key | null>(null);
  return (
    <section className={styles.section} aria-labelledby="keys">
      <h2 id="keys">{t.access.keys}</h2>
      <p className={styles.hint}>{t.access.keysHint}</p>
      {own && <NewKey isFirst={!own.signed_in} />}
      {keys.length > 0 && (
        <Table
          label={t.access.keys}
          columns={[
            t.common.name,
            t.access.role,
            t.common.groups,
            t.access.made,
            t.access.lastUsed,
            t.access.state,
          ]}
        >
          {keys.map((key) => (
            <tr key={key.key_id}>
              <th scope="row">
                <bdi>{key.name}</bdi>
                <small>{key.prefix}…</small>
              </th>
              <td>{t.account.roles[key.role]}</td>
              <td>{key.groups.join(", ")}</td>
              <td>
                <Moment time={key.created_at} />
              </td>
              <td>
                {key.last_used_at === null ? (
                  t.access.neverUsed
                ) : (
                  <Moment time={key.last_used_at} />
                )}
              </td>
              <td>
                <KeyState keyOf={key} onRevoke={() => setRevoking(key)} />
              </td>
            </tr>
          ))}
        </Table>
      )}
      <Rest pages={pages} />
      {revoking && <RevokeDialog keyOf={revoking} onClose={() => setRevoking(null)} />}
    </section>
  );
}

function KeyState({ keyOf, onRevoke }: { keyOf: Key; onRevoke(): void }) {
  if (keyOf.revoked_at !== null) {
    return t.access.revoked(
      <small>
        <Moment time={keyOf.revoked_at} />
      </small>,
    );
  }
  const isExpired = keyOf.expires_at !== null && new Date(keyOf.expires_at) <= new Date();
  return (
    <>
      {isExpired ? (
        t.access.expired
      ) : (
        <Button look="danger" aria-label={t.access.revokeNamed(keyOf.name)} onClick={onRevoke}>
          {t.access.revoke}
        </Button>
      )}
      {keyOf.expires_at !== null && (
        <small>
          {isExpired ? (
            <Moment time={keyOf.expires_at} />
          ) : (
            t.access.expires(<Moment time={keyOf.expires_at} />)
          )}
        </small>
      )}
    </>
  );
}

function RevokeDialog({ keyOf, onClose }: { keyOf: Key; onClose(): void }) {
  const revoke = useRevokeKey();
  return (
    <Dialog open onClose={onClose} title={t.access.revokeTitle}>
      <p>
        {t.access.revokeDetails(
          <strong>
            <bdi>{keyOf.name}</bdi>
          </strong>,
        )}
      </p>
      {revoke.error && <Notice kind="error">{errorInWords(revoke.error)}</Notice>}
      <DialogActions>
        <Button data-autofocus="true" onClick={onClose}>
          {t.common.cancel}
        </Button>
        <Button
          look="danger"
          disabled={revoke.isPending}
          onClick={() => revoke.mutate(keyOf.key_id, { onSuccess: onClose })}
        >
          {t.access.revoke}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
