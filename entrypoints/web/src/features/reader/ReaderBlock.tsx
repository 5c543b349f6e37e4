import { toIndex } from "@quoth/client";
import { Fragment, type Ref, useMemo } from "react";
import { markdownText, renderTree } from "@/ui/MarkdownTree";
import { parseSegment } from "./documentMarkdown";
import { Quotation } from "./Quotation";
import styles from "./ReaderBlock.module.css";
import { readerInk } from "./readerInk";
import { rowSpan, rowText, type Span } from "./rows";
import type { Segments } from "./segments";

interface Props {
  segments: Segments;
  row: number;
  by: "markdown" | "extracted";
  highlight: (Span & { verified?: boolean }) | undefined;
  /** A ref to the start of the quotation, if it is in this row. */
  quotation: Ref<HTMLElement> | undefined;
}

const INDENT_EM = 0.6;
const DEEPEST_INDENT = 16;

/** A segment of a document's Markdown, as a person expects to read it. */
export function ReaderBlock({ segments, row, by, highlight, quotation }: Props) {
  const { rows, contexts } = segments;
  const context = contexts.get(row) ?? "";
  const source = context + rowText(rows, row);
  const root = useMemo(() => parseSegment(source, by), [source, by]);
  const indent = context === "" ? (/^ */.exec(source)?.[0].length ?? 0) : 0;
  const ink = readerInk({
    source,
    root,
    by,
    quoted: quotedIn(segments, row, highlight, context.length),
    mark: (words, isFirst) => (
      <Quotation
        words={words}
        verified={highlight?.verified !== false}
        start={isFirst ? quotation : undefined}
      />
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

/** Returns the part of a span that is in a segment, in indices of its source. */
function quotedIn(
  { rows }: Segments,
  row: number,
  highlight: Span | undefined,
  shift: number,
): Span | null {
  const { start, end } = rowSpan(rows, row);
  if (highlight === undefined || highlight.start >= end || highlight.end <= start) return null;
  const text = rowText(rows, row);
  return {
    start: shift + toIndex(text, Math.max(0, highlight.start - start)),
    end: shift + toIndex(text, Math.min(highlight.end, end) - start),
  };
}
