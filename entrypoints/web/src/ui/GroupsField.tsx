import { useId, useState } from "react";
import { useKnownGroups } from "@/lib/groups";
import { t } from "@/words";
import { Button } from "./Button";
import styles from "./GroupsField.module.css";

interface Props {
  /** The id of the field, for its label. */
  id: string;
  groups: readonly string[];
  disabled?: boolean;
  onChange(groups: readonly string[]): void;
}

/** Chooses groups by their names; those that are known are offered. */
export function GroupsField({ id, groups, disabled = false, onChange }: Props) {
  const known = useKnownGroups();
  const [typed, setTyped] = useState("");
  const list = useId();

  const add = () => {
    const group = typed.trim();
    if (group !== "" && !groups.includes(group)) onChange([...groups, group]);
    setTyped("");
  };

  return (
    <span className={styles.groups}>
      {groups.map((group) => (
        <span key={group} className={styles.group}>
          <bdi>{group}</bdi>
          <Button
            look="quiet"
            disabled={disabled}
            aria-label={t.groups.remove(group)}
            onClick={() => onChange(groups.filter((each) => each !== group))}
          >
            ×
          </Button>
        </span>
      ))}
      <input
        id={id}
        list={list}
        dir="auto"
        maxLength={200}
        disabled={disabled}
        value={typed}
        placeholder={t.groups.add}
        onChange={({ target }) => setTyped(target.value)}
        // what was typed counts, also when one goes on to the next field or saves at once
        onBlur={add}
        onKeyDown={(event) => {
          if (event.key !== "Enter" || typed.trim() === "") return;
          event.preventDefault();
          add();
        }}
      />
      <datalist id={list}>
        {known
          .filter((group) => !groups.includes(group))
          .map((group) => (
            <option key={group} value={group} />
          ))}
      </datalist>
    </span>
  );
}
