import type { ReactNode } from "react";
import type { Chunk } from "@/api/types";
import { t } from "@/words/all";
import styles from "./Passages.module.css";
import type { Passages } from "./ReaderMarks";
import type { Span } from "./rows";

interface LabelProps {
  chunk: Chunk;
  passages: Passages;
}

/** The label at the start of a passage, which shows how far it goes. */
export function PassageLabel({ chunk, passages: { chosen, onChoose } }: LabelProps) {
  const isChosen = chunk.chunk_index === chosen;
  const words = t.reader.passageLabel(chunk.chunk_index + 1, chunk.token_count);
  return (
    <button
      type="button"
      className={styles.label}
      // rendered by CSS, so that the text contains only its own characters
      data-words={words}
      aria-label={words}
      aria-pressed={isChosen}
      onClick={() => onChoose(isChosen ? null : chunk.chunk_index)}
    />
  );
}

/** A part of a text, and whether it is of the chosen passage. */
export function PassagePart({ isChosen, children }: { isChosen: boolean; children: ReactNode }) {
  return <span className={isChosen ? styles.chosen : undefined}>{children}</span>;
}

/** Returns the passages that start in a part of the text, in order. */
export function startingIn(passages: Passages | undefined, { start, end }: Span): Chunk[] {
  return (passages?.chunks ?? []).filter(
    ({ char_start }) => char_start >= start && char_start < end,
  );
}

/** Returns the span of the chosen passage. */
export function chosenIn(passages: Passages | undefined): Span | undefined {
  const chunk = passages?.chunks.find(({ chunk_index }) => chunk_index === passages.chosen);
  return chunk && { start: chunk.char_start, end: chunk.char_end };
}
