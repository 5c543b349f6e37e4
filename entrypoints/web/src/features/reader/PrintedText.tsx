import { toIndex } from "@quoth/client";
import styles from "./PrintedText.module.css";
import type { Span } from "./rows";

interface Props {
  text: string;
  highlight: Span | undefined;
}

/** A whole text for paper, with the quotation marked. On the screen, only a window is drawn. */
export function PrintedText({ text, highlight }: Props) {
  const start = highlight ? toIndex(text, highlight.start) : 0;
  const end = highlight ? toIndex(text, highlight.end) : 0;
  return (
    <div className={styles.text} dir="auto">
      {text.slice(0, start)}
      {start < end && <mark className={styles.quotation}>{text.slice(start, end)}</mark>}
      {text.slice(Math.max(start, end))}
    </div>
  );
}
