import { type ReactNode, type RefObject, useEffect, useMemo, useRef, useState } from "react";
import type { Chunk } from "@/api/types";
import { isFromTheRight } from "@/lib/direction";
import { Button } from "@/ui/Button";
import { PlaceField } from "@/ui/PlaceField";
import { t } from "@/words/all";
import { contentOf, isParsed, type Shown, stylesOf } from "./content";
import { copyExactly } from "./copyExactly";
import type { Found } from "./find";
import { type Highlight, passageIn, quotedIn } from "./highlight";
import { lineAt, lineStarts, rowOfLine } from "./lines";
import { ReaderBlock } from "./ReaderBlock";
import type { ReaderMarks } from "./ReaderMarks";
import { ReaderRow } from "./ReaderRow";
import styles from "./ReaderText.module.css";
import { rowsOf, rowText } from "./rows";
import { type ReadingPlace, useReaderRows } from "./useReaderRows";

interface Props {
  text: string;
  shown: Shown;
  place: RefObject<ReadingPlace | null>;
  highlight: Highlight | undefined;
  found: Found;
  /** The chunks whose starts are marked; undefined for none. */
  chunks: readonly Chunk[] | undefined;
  /** The buttons beside the number of the line. */
  actions: ReactNode;
}

/** The rows of a text in a virtual list, with the number of the line that is read. */
export function ReaderText(props: Props) {
  const { text, shown, place, highlight, found, chunks, actions } = props;
  const [chosen, setChosen] = useState<number | null>(null);
  const content = useMemo(() => contentOf(text, shown), [text, shown]);
  const lines = useMemo(() => lineStarts(text), [text]);
  const { rows } = content;
  const quoted = quotedIn(highlight);
  const passage = passageIn(highlight);
  const target = quoted ?? passage;
  const { virtualizer, scroller, quotation, match, targetRows, ...reading } = useReaderRows({
    rows,
    place,
    target,
    current: found.current,
  });
  const ruled = passage ? rowsOf(rows, passage) : null;
  const marks: ReaderMarks = {
    // one outside of the text marks nothing
    quoted: targetRows ? quoted : undefined,
    quotation,
    found: found.spans,
    current: found.current,
    match,
    passages: chunks && { chunks, chosen, onChoose: setChosen },
  };
  useGutter(chunks !== undefined, virtualizer);

  const items = virtualizer.getVirtualItems();
  return (
    <>
      <div className={styles.toolbar} data-screen-only>
        <PlaceField
          label={t.reader.line}
          value={lineAt(lines, rows, reading.read)}
          count={lines.length}
          onGo={(line) =>
            virtualizer.scrollToIndex(rowOfLine(lines, rows, line), { align: "start" })
          }
        />
        {actions}
      </div>
      <div className={styles.frame}>
        <section
          ref={scroller}
          className={styles.scroller}
          aria-label={t.reader.textOfDocument}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard must be able to scroll it
          tabIndex={0}
          onCopy={(event) => content.markdown === null && copyExactly(event, rows)}
          onScroll={reading.notePlace}
        >
          <div className={styles.space} style={{ height: virtualizer.getTotalSize() }}>
            <div
              className={`${styles.rows} ${chunks === undefined ? "" : styles.withGutter}`}
              style={{ transform: `translateY(${items[0]?.start ?? 0}px)` }}
            >
              {items.map(({ index }) => {
                const isRuled = ruled !== null && index >= ruled.first && index <= ruled.last;
                const isTarget = quoted === undefined && index === targetRows?.first;
                const names = stylesOf(content, index, shown);
                return (
                  <div
                    key={index}
                    ref={virtualizer.measureElement}
                    data-index={index}
                    data-passage={isRuled || undefined}
                    // columns stand in one order in all lines
                    dir={names.includes("columns") ? "auto" : undefined}
                    className={classesOf([
                      ...names,
                      ...(isRuled ? ["ruled"] : []),
                      ...(isRuled && isFromTheRight(rowText(rows, index)) ? ["fromTheRight"] : []),
                    ])}
                    {...(isTarget && {
                      role: "region",
                      "aria-label": t.common.passage,
                      tabIndex: -1,
                    })}
                  >
                    {content.markdown && isParsed(content, index) ? (
                      <ReaderBlock {...content.markdown} row={index} marks={marks} />
                    ) : (
                      <ReaderRow rows={rows} row={index} marks={marks} />
                    )}
                  </div>
                );
              })}
            </div>
          </div>
        </section>
        {reading.isAway && (
          <div className={styles.jump}>
            <Button look="primary" onClick={reading.jump}>
              {quoted ? t.common.jumpToQuotation : t.common.jumpToPassage}
            </Button>
          </div>
        )}
      </div>
    </>
  );
}

/** Measures all rows again when the gutter comes or goes, which changes their width. */
function useGutter(
  hasGutter: boolean,
  virtualizer: ReturnType<typeof useReaderRows>["virtualizer"],
): void {
  const hadGutter = useRef(hasGutter);
  useEffect(() => {
    if (hadGutter.current === hasGutter) return;
    hadGutter.current = hasGutter;
    const row = virtualizer.range?.startIndex ?? 0;
    virtualizer.measure();
    virtualizer.scrollToIndex(row, { align: "start" });
  }, [hasGutter, virtualizer]);
}

function classesOf(names: readonly string[]): string {
  return [styles.row, ...names.map((name) => styles[name])].join(" ");
}
