import { type ReactNode, useEffect, useRef } from "react";
import { VisuallyHidden } from "@/ui/VisuallyHidden";
import { t } from "@/words/all";
import type { Box } from "./geometry";
import styles from "./PdfPage.module.css";

interface Props {
  boxes: readonly Box[];
}

/** The marks on quoted words. They take focus, so that the keyboard goes on from there. */
export function PdfQuotation({ boxes }: Props) {
  return (
    <Target label={t.common.quotation} boxes={boxes}>
      <VisuallyHidden>{t.reader.quotedHere}</VisuallyHidden>
      {boxes.map((box) => (
        <div
          key={`${box.left} ${box.top}`}
          className={styles.quoted}
          data-quoted
          style={inPercent(box)}
        />
      ))}
    </Target>
  );
}

/** The rule beside a passage, which takes focus if nothing of it is quoted. */
export function PdfPassage({ boxes, isTarget }: Props & { isTarget: boolean }) {
  if (boxes.length === 0) return null;
  const left = Math.min(...boxes.map((box) => box.left));
  const top = Math.min(...boxes.map((box) => box.top));
  const bottom = Math.max(...boxes.map((box) => box.top + box.height));
  const rule = (
    <div
      className={styles.passage}
      data-passage
      style={inPercent({ left, top, width: 0, height: bottom - top })}
    />
  );
  if (!isTarget) return rule;
  return (
    <Target label={t.common.passage} boxes={boxes}>
      <VisuallyHidden>{t.reader.passageHere}</VisuallyHidden>
      {rule}
    </Target>
  );
}

/** The marks on what was searched for. */
export function PdfMatch({ boxes }: Props) {
  return boxes.map((box) => (
    <div
      key={`${box.left} ${box.top}`}
      className={styles.found}
      data-found
      style={inPercent(box)}
    />
  ));
}

function Target({ label, boxes, children }: Props & { label: string; children: ReactNode }) {
  const region = useRef<HTMLElement>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another quotation takes focus as well
  useEffect(() => region.current?.focus({ preventScroll: true }), [boxes]);

  return (
    <section ref={region} className={styles.target} tabIndex={-1} aria-label={label}>
      {children}
    </section>
  );
}

function inPercent({ left, top, width, height }: Box) {
  return { left: `${left}%`, top: `${top}%`, width: `${width}%`, height: `${height}%` };
}
