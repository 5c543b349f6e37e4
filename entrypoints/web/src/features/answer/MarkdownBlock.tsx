/** Draws the words of an answer with the marks of its citations. */

import type { Nodes, Text } from "mdast";
import { Fragment, memo, type ReactNode } from "react";
import { unguarded } from "@/lib/guardedWords";
import { type Ink, renderTree } from "@/ui/MarkdownTree";
import { WebAddress, withAddresses } from "@/ui/WebAddress";
import { useWords } from "@/words";
import styles from "./AnswerText.module.css";
import type { Block } from "./blocks";
import type { BracketedNumber } from "./bracketedNumbers";
import { CitationMark } from "./CitationMark";
import { CodeBar } from "./CodeBar";
import { indicesOf, isMarker, isVerbatim, type Mark, sameMarks } from "./citationMarks";
import { isLaidOut } from "./literal";
import { MathText } from "./MathText";
import { tableIn } from "./quotedRows";
import { piecesOf, sameSpans, type TextSpan } from "./unsupported";

interface Props {
  block: Block;
  marks: readonly Mark[];
  /** The sentences in it that no verified quotation supports. */
  unsupported: readonly TextSpan[];
}

/** A block of an answer. It renders again only if the block or what is marked in it has changed. */
export const MarkdownBlock = memo(
  function MarkdownBlock(props: Props) {
    useWords();
    return renderTree(props.block.node, inkOf(props));
  },
  (before, after) =>
    before.block === after.block &&
    sameMarks(before.marks, after.marks) &&
    sameSpans(before.unsupported, after.unsupported),
);

function inkOf(props: Props): Ink {
  return {
    words: (node) => (node.type === "text" ? renderText(node, props) : unguarded(node.value)),
    after: (node) => marksAfter(node, props),
    above: (node) =>
      node.type === "code" && <CodeBar language={node.lang ?? ""} code={unguarded(node.value)} />,
    below: (node) => marksBelow(node, props),
    own: (node) => renderOwn(node, props),
    plain: unguarded,
    address: (url, after) => <WebAddress address={unguarded(url)} after={after} />,
    isLaidOut: () => isLaidOut(props.block.source),
    keyOf: (node) => indicesOf(node, props.block).start,
  };
}

function renderOwn(node: Nodes, props: Props): ReactNode {
  switch (node.type) {
    case "bracketedNumber":
      return (
        <>
          {renderBracketedNumber(node, props)}
          {marksAfter(node, props)}
        </>
      );
    case "math":
      return (
        <>
          <MathText written={unguarded(node.value)} />
          {marksAfter(node, props)}
        </>
      );
    case "footnoteReference":
      return <sup>{footnoteName(unguarded(node.identifier))}</sup>;
    case "paragraph": {
      const table = tableIn(node);
      return table && renderTree(table, inkOf(props));
    }
    default:
      return undefined;
  }
}

/** Returns how a footnote is called; one with a name is no word of the sentence. */
function footnoteName(name: string): string {
  return /^\d+$/.test(name) ? name : `[${name}]`;
}

/** Renders a text, split at its marks. */
function renderText(node: Text, props: Props): ReactNode {
  const text = node.value;
  const marks = marksAt(node, props);
  const { start, end } = indicesOf(node, props.block);
  if (!isVerbatim(node, props.block)) {
    const isUnsupported = props.unsupported.some((each) => each.start < end && start < each.end);
    const spans = isUnsupported ? [{ start: 0, end: text.length }] : [];
    return [
      <Fragment key="words">{renderWords(text, 0, spans)}</Fragment>,
      ...marks.map(renderMark),
    ];
  }
  if (marks.length === 0) return renderWords(text, start, props.unsupported);
  let from = start;
  return [
    ...marks.map((mark) => {
      const words = text.slice(from - start, mark.start - start);
      const shown = renderWords(words, from, props.unsupported);
      from = mark.start;
      return <Fragment key={mark.citations[0]?.citation_id}>{[shown, renderMark(mark)]}</Fragment>;
    }),
    <Fragment key="rest">
      {renderWords(text.slice(from - start), from, props.unsupported)}
    </Fragment>,
  ];
}

/** Renders words, underlined where no quotation supports them, and addresses in them. */
function renderWords(words: string, at: number, unsupported: readonly TextSpan[]): ReactNode {
  if (unsupported.length === 0) return withAddresses(unguarded(words));
  return piecesOf(words, at, unsupported).map((piece, index) => {
    const shown = withAddresses(unguarded(piece.words));
    return (
      // biome-ignore lint/suspicious/noArrayIndexKey: pieces have no state
      <Fragment key={index}>
        {piece.isUnsupported ? (
          <span className={styles.unsupported} data-last={piece.isEnd || undefined}>
            {shown}
          </span>
        ) : (
          shown
        )}
      </Fragment>
    );
  });
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
