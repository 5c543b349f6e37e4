import { toIndex } from "@quoth/client";
import { Fragment, useMemo } from "react";
import { markdownText, renderTree } from "@/ui/MarkdownTree";
import { parseSegment } from "./documentMarkdown";
import { overlapping } from "./find";
import { Match, Quotation } from "./Quotation";
import styles from "./ReaderBlock.module.css";
import type { ReaderMarks } from "./ReaderMarks";
import { readerInk } from "./readerInk";
import { rowSpan, rowText, type Span } from "./rows";
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
  const context = contexts.get(row) ?? "";
  const source = context + rowText(rows, row);
  const root = useMemo(() => parseSegment(source, by), [source, by]);
  const indent = context === "" ? (/^ */.exec(source)?.[0].length ?? 0) : 0;
  const own = rowSpan(rows, row);
  const within = (span: Span) => spanIn(segments, row, span, context.length);
  const isShown = (span: Span | undefined) => span && overlapping([span], own).length > 0;
  const current = marks.current && isShown(marks.current) ? within(marks.current) : null;
  const ink = readerInk({
    source,
    root,
    by,
    quoted: marks.quoted && isShown(marks.quoted) ? within(marks.quoted) : null,
    found: overlapping(marks.found, own).map(within),
    drawQuoted: (words, isFirst) => (
      <Quotation
        words={words}
        start={isFirst && startsIn(own, marks) ? marks.quotation : undefined}
      />
    ),
    drawFound: (words, { start }) => (
      <Match words={words} current={start === current?.start ? marks.match : undefined} />
    ),
  });
  return (
    <div
      className={`${markdownText} ${styles.block} ${by === "extracted" ? styles.extracted : ""}`}
      style={{ paddingInlineStart: `${INDENT_EM * Math.min(indent, DEEPEST_INDENT)}em` }}
    >
      {root.children.map((node) => (
        <Fragment key={ink.keyOf(node)}>{renderTree(node, ink)}</Fragment>
      ))}
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
