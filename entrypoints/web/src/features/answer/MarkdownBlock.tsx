/** Renders Markdown from an allow-list: no links, no images, no HTML. */

import type { ListItem, Nodes, Parents, Table } from "mdast";
import { Fragment, memo, type ReactNode } from "react";
import type { Block } from "./blocks";
import type { BracketedNumber } from "./bracketedNumbers";
import { CitationMark } from "./CitationMark";
import { indicesOf, isMarker, isVerbatim, type Mark, sameMarks } from "./citationMarks";
import { isLaidOut, unguarded } from "./literal";
import styles from "./MarkdownBlock.module.css";

interface Props {
  block: Block;
  marks: readonly Mark[];
}

/** A block of an answer. It renders again only if the block or its marks have changed. */
export const MarkdownBlock = memo(
  (props: Props) => render(props.block.node, props),
  (before, after) => before.block === after.block && sameMarks(before.marks, after.marks),
);

const HEADINGS = ["h3", "h3", "h4", "h5", "h6", "h6"] as const;

function render(node: Nodes, props: Props): ReactNode {
  switch (node.type) {
    case "text":
      return renderText(node, node.value, props);
    case "bracketedNumber":
      return (
        <>
          {renderBracketedNumber(node, props)}
          {marksAfter(node, props)}
        </>
      );
    case "paragraph":
      return (
        <p dir="auto" data-layout={isLaidOut(props.block.source) || undefined}>
          {renderAll(node, props)}
        </p>
      );
    case "heading": {
      const Heading = HEADINGS[node.depth - 1] ?? "h6";
      return <Heading dir="auto">{renderAll(node, props)}</Heading>;
    }
    case "emphasis":
      return <em>{renderAll(node, props)}</em>;
    case "strong":
      return <strong>{renderAll(node, props)}</strong>;
    case "delete":
      return <del>{renderAll(node, props)}</del>;
    case "inlineCode":
      return (
        <>
          <code>{unguarded(node.value)}</code>
          {marksAfter(node, props)}
        </>
      );
    case "code":
      return (
        <>
          <ScrollBox label="Code">
            <pre>
              <code>{unguarded(node.value)}</code>
            </pre>
          </ScrollBox>
          {marksBelow(node, props)}
        </>
      );
    case "break":
      return (
        <>
          {marksAfter(node, props)}
          <br />
        </>
      );
    case "thematicBreak":
      return (
        <>
          <hr />
          {marksBelow(node, props)}
        </>
      );
    case "blockquote":
      return <blockquote>{renderAll(node, props)}</blockquote>;
    case "list":
      return node.ordered ? (
        <ol start={node.start ?? 1}>{renderAll(node, props)}</ol>
      ) : (
        <ul>{renderAll(node, props)}</ul>
      );
    case "listItem":
      return renderItem(node, props);
    case "table":
      return renderTable(node, props);
    case "link":
      return (
        <>
          {renderAll(node, props)}
          {wordsOf(node) !== node.url && (
            <span className={styles.address}> ({unguarded(node.url)})</span>
          )}
        </>
      );
    case "image":
      return (
        <>
          <span className={styles.note}>[image{node.alt ? `: ${unguarded(node.alt)}` : ""}]</span>
          {marksAfter(node, props)}
        </>
      );
    default:
      return "value" in node ? unguarded(node.value) : null;
  }
}

function renderAll(parent: Parents, props: Props): ReactNode {
  return parent.children.map((child) => (
    <Fragment key={indicesOf(child, props.block).start}>{render(child, props)}</Fragment>
  ));
}

function renderItem(item: ListItem, props: Props): ReactNode {
  if (typeof item.checked !== "boolean") return <li>{renderAll(item, props)}</li>;
  return (
    <li className={styles.task}>
      <span role="img" aria-label={item.checked ? "Done:" : "To do:"}>
        {item.checked ? "☑" : "☐"}
      </span>
      <div>{renderAll(item, props)}</div>
    </li>
  );
}

function renderTable(table: Table, props: Props): ReactNode {
  const [head, ...body] = table.children.map((row) =>
    row.children.map((cell) => ({
      key: indicesOf(cell, props.block).start,
      content: renderAll(cell, props),
    })),
  );
  return (
    <ScrollBox label="Table">
      <table dir="auto">
        <thead>
          <tr>
            {head?.map(({ key, content }) => (
              <th key={key} scope="col">
                {content}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {body.map((row, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows are only appended
            <tr key={index}>
              {row.map(({ key, content }) => (
                <td key={key}>{content}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollBox>
  );
}

/** A scroll container for wide content, which the keyboard can scroll. */
function ScrollBox({ label, children }: { label: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for controls
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it could not be scrolled with the keyboard
    <div className={styles.scrolling} role="group" aria-label={label} tabIndex={0}>
      {children}
    </div>
  );
}

/** Renders a text, split at its marks. */
function renderText(node: Nodes, text: string, props: Props): ReactNode {
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

function wordsOf(node: Nodes): string {
  if ("children" in node) return node.children.map(wordsOf).join("");
  return "value" in node ? node.value : "";
}
