import { useEffect, useId, useState } from "react";
import { t } from "@/words/all";
import styles from "./PlaceField.module.css";

interface Props {
  /** What is counted, such as "Page". */
  label: string;
  /** The number of what is read, from 1. */
  value: number;
  count: number;
  onGo(value: number): void;
}

/** Says where one reads, as "Page 7 of 9", and goes to the number that is typed. */
export function PlaceField({ label, value, count, onGo }: Props) {
  const [typed, setTyped] = useState(`${value}`);
  const field = useId();
  useEffect(() => setTyped(`${value}`), [value]);

  const go = () => {
    const wanted = Number.parseInt(typed, 10);
    if (wanted >= 1 && wanted <= count && wanted !== value) onGo(wanted);
    else setTyped(`${value}`);
  };
  return (
    <form
      className={styles.place}
      onSubmit={(event) => {
        event.preventDefault();
        go();
      }}
    >
      <label htmlFor={field}>{label}</label>
      <input
        id={field}
        className={styles.number}
        inputMode="numeric"
        autoComplete="off"
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        onBlur={go}
      />
      <span>{t.reader.placeOf(count)}</span>
    </form>
  );
}
