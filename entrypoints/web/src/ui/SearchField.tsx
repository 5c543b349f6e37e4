import { useId } from "react";
import { SearchIcon } from "./icons";
import styles from "./SearchField.module.css";
import { VisuallyHidden } from "./VisuallyHidden";

interface Props {
  label: string;
  value: string;
  onChange(value: string): void;
}

export function SearchField({ label, value, onChange }: Props) {
  const id = useId();
  return (
    <div className={styles.field}>
      <VisuallyHidden>
        <label htmlFor={id}>{label}</label>
      </VisuallyHidden>
      <SearchIcon />
      <input
        id={id}
        type="search"
        value={value}
        dir={value === "" ? undefined : "auto"}
        placeholder={label}
        onChange={(event) => onChange(event.target.value)}
      />
    </div>
  );
}
