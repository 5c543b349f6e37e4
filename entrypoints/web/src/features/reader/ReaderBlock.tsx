import { toIndex } from "@quoth/client";
import { Fragment, type ReactNode, useMemo } from "react";
import { markdownText, renderTree } from "@/ui/MarkdownTree";
import { parseSegment } from "./documentMarkdown";
import { overlapping } from "./find";
import type { InkPiece } from "./inkPieces";
import { chosenIn, PassageLabel, PassagePart, startingIn } from "./Passages";
import { Match, Quotation } from "./Quotation";
import styles from "./ReaderBlock.module.css";
import type { ReaderMarks } from "./ReaderMarks";
import { readerInk } from "./readerInk";
import { covers, rowSpan, rowText, type Span } from "./rows";
import type { Segments } from "./segments";

interface Props {
  segments: Segments;
  row: number;
  by: "markdown" | "extracted";
  marks: ReaderMarks;
}

const INDENT_EM = 0.6;
const DEEPEST_INDENT = 16;

/** A segment of a document's Markdown, as a person expects to read it. */
export function ReaderBlock({ segments, row, by, marks }: Props) {
  const { rows, contexts } = segments;
  const { passages } = marks;
  const context = contexts.get(row) ?? "";
  const source = context + rowText(rows, row);
  const root = useMemo(() => parseSegment(source, by), [source, by]);
  const indent = context === "" ? (/^ */.exec(source)?.[0].length ?? 0) : 0;

  const own = rowSpan(rows, row);
  const within = (span: Span) => spanIn(segments, row, span, context.length);
  const shown = (span: Span | undefined) => overlapping(span ? [span] : [], own).map(within)[0];
  const [quoted, current, chosen] = [marks.quoted, marks.current, chosenIn(passages)].map(shown);
  const found = overlapping(marks.found, own).map(within);
  const starts = startingIn(passages, own).map((chunk) => ({
    chunk,
    at: within({ start: chunk.char_start, end: own.end }).start,
  }));

  let isFirst = startsIn(own, marks);
  const draw = (words: string, piece: InkPiece): ReactNode => {
    const match = found.find((each) => covers(each, piece));
    const isCurrent = match !== undefined && match.start === current?.start;
    const inked = match ? (
      <Match words={words} current={isCurrent ? marks.match : undefined} />
    ) : (
      words
    );
    const isChosen = chosen !== undefined && covers(chosen, piece);
    const part = passages ? <PassagePart isChosen={isChosen}>{inked}</PassagePart> : inked;
    if (!piece.isQuoted) return part;
    const start = isFirst ? marks.quotation : undefined;
    isFirst = false;
    return <Quotation words={part} start={start} />;
  };
  // where nothing is shown of the start of a passage, its label stands before the next words
  const labelsBefore = (end: number): ReactNode => {
    const count = starts.findIndex(({ at }) => at >= end);
    const labels = starts.splice(0, count === -1 ? starts.length : count);
    return labels.map(
      ({ chunk }) =>
        passages && <PassageLabel key={chunk.chunk_index} chunk={chunk} passages={passages} />,
    );
  };
  const cuts = [...found, ...(chosen ? [chosen] : [])]
    .flatMap(({ start, end }) => [start, end])
    .concat(starts.map(({ at }) => at));
  const ink = readerInk({
    source,
    root,
    by,
    quoted: quoted ?? null,
    cuts,
    draw,
    before: labelsBefore,
  });
  return (
    <div
      className={`${markdownText} ${styles.block} ${by === "extracted" ? styles.extracted : ""}`}
      style={{ paddingInlineStart: `${INDENT_EM * Math.min(indent, DEEPEST_INDENT)}em` }}
    >
      {root.children.map((node) => (
        <Fragment key={ink.keyOf(node)}>{renderTree(node, ink)}</Fragment>
      ))}
      {labelsBefore(Number.POSITIVE_INFINITY)}
    </div>
  );
}

function startsIn({ start, end }: Span, { quoted }: ReaderMarks): boolean {
  return quoted !== undefined && quoted.start >= start && quoted.start < end;
}

/** Returns the part of a span that is in a segment, in indices of its source. */
function spanIn({ rows }: Segments, row: number, span: Span, shift: number): Span {
  const { start, end } = rowSpan(rows, row);
  const text = rowText(rows, row);
  return {
    start: shift + toIndex(text, Math.max(0, span.start - start)),
    end: shift + toIndex(text, Math.min(span.end, end) - start),
  };
}
