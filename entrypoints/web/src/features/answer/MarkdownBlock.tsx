/** Draws the words of an answer with the marks of its citations. */

import type { Nodes, Text } from "mdast";
import { Fragment, memo, type ReactNode } from "react";
import { type Ink, renderTree } from "@/ui/MarkdownTree";
import type { Block } from "./blocks";
import type { BracketedNumber } from "./bracketedNumbers";
import { CitationMark } from "./CitationMark";
import { indicesOf, isMarker, isVerbatim, type Mark, sameMarks } from "./citationMarks";
import { isLaidOut, unguarded } from "./literal";
import { tableIn } from "./quotedRows";

interface Props {
  block: Block;
  marks: readonly Mark[];
}

/** A block of an answer. It renders again only if the block or its marks have changed. */
export const MarkdownBlock = memo(
  (props: Props) => renderTree(props.block.node, inkOf(props)),
  (before, after) => before.block === after.block && sameMarks(before.marks, after.marks),
);

function inkOf(props: Props): Ink {
  return {
    words: (node) => (node.type === "text" ? renderText(node, props) : unguarded(node.value)),
    after: (node) => marksAfter(node, props),
    below: (node) => marksBelow(node, props),
    own: (node) => renderOwn(node, props),
    plain: unguarded,
    isLaidOut: () => isLaidOut(props.block.source),
    keyOf: (node) => indicesOf(node, props.block).start,
  };
}

function renderOwn(node: Nodes, props: Props): ReactNode {
  if (node.type === "bracketedNumber") {
    return (
      <>
        {renderBracketedNumber(node, props)}
        {marksAfter(node, props)}
      </>
    );
  }
  const table = node.type === "paragraph" ? tableIn(node) : undefined;
  return table && renderTree(table, inkOf(props));
}

/** Renders a text, split at its marks. */
function renderText(node: Text, props: Props): ReactNode {
  const text = node.value;
  const marks = marksAt(node, props);
  if (marks.length === 0) return unguarded(text);
  if (!isVerbatim(node, props.block)) return [unguarded(text), ...marks.map(renderMark)];
  const { start } = indicesOf(node, props.block);
  let from = start;
  return [
    ...marks.map((mark) => {
      const words = unguarded(text.slice(from - start, mark.start - start));
      from = mark.start;
      return <Fragment key={mark.citations[0]?.citation_id}>{[words, renderMark(mark)]}</Fragment>;
    }),
    unguarded(text.slice(from - start)),
  ];
}

/** Renders the mark that replaces a citation marker; any other number in brackets is text. */
function renderBracketedNumber(node: BracketedNumber, props: Props): ReactNode {
  const { start } = indicesOf(node, props.block);
  const mark = props.marks.find((each) => isMarker(each) && each.start === start);
  return mark ? renderMark(mark) : node.value;
}

function marksBelow(node: Nodes, props: Props): ReactNode {
  const marks = marksAfter(node, props);
  return marks.length > 0 && <p>{marks}</p>;
}

function marksAfter(node: Nodes, props: Props): ReactNode[] {
  return marksAt(node, props).map(renderMark);
}

/** Returns the marks without a marker that belong to a node. */
function marksAt(node: Nodes, { block, marks }: Props): Mark[] {
  const { start, end } = indicesOf(node, block);
  return marks.filter((mark) => !isMarker(mark) && start < mark.start && mark.start <= end);
}

function renderMark({ sourceId, citations }: Mark): ReactNode {
  const shown = citations.length > 0 ? citations : [undefined];
  return shown.map((citation, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the first citation keeps the button in place
    <CitationMark key={index} sourceId={sourceId} citation={citation} />
  ));
}
