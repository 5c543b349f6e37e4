import { useId, useState } from "react";
import { writeToClipboard } from "@/lib/clipboard";
import { errorInWords } from "@/lib/errorInWords";
import { Button } from "@/ui/Button";
import { GroupsField } from "@/ui/GroupsField";
import { CopyIcon } from "@/ui/icons";
import { Notice } from "@/ui/Notice";
import { t } from "@/words/all";
import styles from "./AccessPage.module.css";
import { useCreateKey } from "./queries";

type Role = keyof typeof t.access.rolesExplained;

interface Props {
  /** Whether there is no key yet, so that nobody needs one. */
  isFirst: boolean;
}

/** Makes a key, and shows it once. */
export function NewKey({ isFirst }: Props) {
  const id = useId();
  const [name, setName] = useState("");
  const [chosen, setRole] = useState<Role>("reader");
  const [groups, setGroups] = useState<readonly string[]>([]);
  const [lastDay, setLastDay] = useState("");
  const create = useCreateKey(isFirst);
  // with another one first, nobody could make a second
  const role = isFirst ? "admin" : chosen;

  return (
    <>
      <form
        className={styles.row}
        onSubmit={(event) => {
          event.preventDefault();
          const expires_at = lastDay === "" ? null : new Date(`${lastDay}T23:59:59`).toISOString();
          create.mutate(
            { name, role, groups: [...groups], expires_at },
            { onSuccess: () => setName("") },
          );
        }}
      >
        <p className={styles.field}>
          <label htmlFor={`${id}name`}>{t.common.name}</label>
          <input
            id={`${id}name`}
            required
            dir="auto"
            maxLength={100}
            placeholder={t.access.nameExample}
            value={name}
            onChange={({ target }) => setName(target.value)}
          />
        </p>
        <p className={styles.field}>
          <label htmlFor={`${id}role`}>{t.access.role}</label>
          <select
            id={`${id}role`}
            value={role}
            disabled={isFirst}
            onChange={({ target }) => setRole(target.value as Role)}
          >
            {Object.entries(t.access.rolesExplained).map(([value, words]) => (
              <option key={value} value={value}>
                {words}
              </option>
            ))}
          </select>
        </p>
        {!isFirst && (
          <p className={styles.field}>
            <label htmlFor={`${id}groups`}>{t.access.groupsOptional}</label>
            <GroupsField id={`${id}groups`} groups={groups} onChange={setGroups} />
          </p>
        )}
        <p className={styles.field}>
          <label htmlFor={`${id}day`}>{t.access.lastDayOptional}</label>
          <input
            id={`${id}day`}
            type="date"
            value={lastDay}
            onChange={({ target }) => setLastDay(target.value)}
          />
        </p>
        <Button look="primary" type="submit" disabled={create.isPending || name.trim() === ""}>
          {t.access.makeKey}
        </Button>
      </form>
      {isFirst && <Notice kind="warning">{t.access.firstKey}</Notice>}
      {create.error && <Notice kind="error">{errorInWords(create.error)}</Notice>}
      {create.data && (
        <Notice>
          <p>{t.access.keyMade(<bdi>{create.data.name}</bdi>)}</p>
          <p className={styles.secret}>
            <code>{create.data.key}</code>
            <Button icon={<CopyIcon />} onClick={() => void writeToClipboard(create.data.key)}>
              {t.common.copy}
            </Button>
            <Button look="quiet" onClick={() => create.reset()}>
              {t.common.dismiss}
            </Button>
          </p>
        </Notice>
      )}
    </>
  );
}
