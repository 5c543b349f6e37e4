import type { Ref } from "react";
import styles from "./Quotation.module.css";

interface Props {
  words: string;
  verified: boolean;
  /** A ref to this part, if it is the first one of the quotation; it can take focus then. */
  start: Ref<HTMLElement> | undefined;
}

/** A part of the quotation that is marked in a document. */
export function Quotation({ words, verified, start }: Props) {
  const mark = <mark className={verified ? styles.quoted : styles.unverified}>{words}</mark>;
  if (start === undefined) return mark;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a section cannot be a part of a paragraph
    <span
      ref={start}
      role="region"
      className={styles.beginning}
      tabIndex={-1}
      aria-label="Quotation"
    >
      {mark}
    </span>
  );
}
