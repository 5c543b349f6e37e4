import type { ReactNode, Ref } from "react";
import { t } from "@/words";
import styles from "./Quotation.module.css";

interface Props {
  words: ReactNode;
  /** A ref to this part, if it is the first one of the quotation; it can take focus then. */
  start: Ref<HTMLElement> | undefined;
}

/** A part of the quotation that is marked in a document. */
export function Quotation({ words, start }: Props) {
  const mark = <mark className={styles.quoted}>{words}</mark>;
  if (start === undefined) return mark;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a section cannot be a part of a paragraph
    <span
      ref={start}
      role="region"
      className={styles.beginning}
      tabIndex={-1}
      aria-label={t.common.quotation}
    >
      {mark}
    </span>
  );
}

interface MatchProps {
  words: string;
  /** A ref to this part, if it is of the match that is shown now. */
  current: Ref<HTMLElement> | undefined;
}

/** A part of what was searched for. */
export function Match({ words, current }: MatchProps) {
  return (
    <mark ref={current} className={`${styles.found} ${current ? styles.current : ""}`} data-found>
      {words}
    </mark>
  );
}
