import { useEffect, useRef } from "react";
import { VisuallyHidden } from "@/ui/VisuallyHidden";
import type { Box } from "./geometry";
import styles from "./PdfPage.module.css";

interface Props {
  boxes: readonly Box[];
  verified: boolean;
}

/** The marks on quoted words. It takes focus, so that the keyboard goes on from there. */
export function PdfQuotation({ boxes, verified }: Props) {
  const region = useRef<HTMLElement>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another quotation takes focus as well
  useEffect(() => region.current?.focus({ preventScroll: true }), [boxes]);

  return (
    <section ref={region} className={styles.quotation} tabIndex={-1} aria-label="Quotation">
      <VisuallyHidden>The quoted words are highlighted on this page.</VisuallyHidden>
      {boxes.map(({ left, top, width, height }) => (
        <div
          key={`${left} ${top}`}
          className={verified ? styles.quoted : styles.unverified}
          data-quoted
          style={{ left: `${left}%`, top: `${top}%`, width: `${width}%`, height: `${height}%` }}
        />
      ))}
    </section>
  );
}
