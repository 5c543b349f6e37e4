/** Renders Markdown from an allow-list: no links, no images, no HTML. */

import type { List, ListItem, Literal, Nodes, Parents, Table } from "mdast";
import { Fragment, type ReactNode } from "react";
import { directionIn } from "@/lib/direction";
import { t } from "@/words";
import styles from "./MarkdownTree.module.css";

/** How the words of a tree are drawn. */
export interface Ink {
  /** Draws a node without children, such as text or code, without what is around it. */
  words(node: Nodes & Literal): ReactNode;
  /** Draws what stands behind a node on its line. */
  after?(node: Nodes): ReactNode;
  /** Draws what is written above a node that has no line, such as the language of code. */
  above?(node: Nodes): ReactNode;
  /** Draws what stands below a node that has no line. */
  below?(node: Nodes): ReactNode;
  /** Draws a node that only this text has; undefined for any other node. */
  own?(node: Nodes): ReactNode;
  /** Draws the address of a link, if it can be opened, and what is written right behind it. */
  address?(url: string, after: string): ReactNode;
  /** Returns the words of an address or description as they are shown; "" to leave them out. */
  plain(words: string, node: Nodes): string;
  /** Whether a paragraph is laid out by its lines. */
  isLaidOut?(node: Nodes): boolean;
  /** The mark of an item in an ordered list, if it is shown as it is written. */
  markOf?(item: ListItem): string | undefined;
  /** A key among the siblings of a node. */
  keyOf(node: Nodes): number;
}

/** The class of an element that contains rendered trees. */
export const markdownText = styles.text ?? "";

const HEADINGS = ["h3", "h3", "h4", "h5", "h6", "h6"] as const;

/** Renders a node and what is in it. */
export function renderTree(node: Nodes, ink: Ink): ReactNode {
  const own = ink.own?.(node);
  if (own !== undefined) return own;
  switch (node.type) {
    case "text":
      return ink.words(node);
    case "paragraph":
      return (
        <p dir="auto" data-layout={ink.isLaidOut?.(node) || undefined}>
          {renderAll(node, ink)}
        </p>
      );
    case "heading": {
      const Heading = HEADINGS[node.depth - 1] ?? "h6";
      return (
        <Heading dir="auto" data-depth={node.depth}>
          {renderAll(node, ink)}
        </Heading>
      );
    }
    case "emphasis":
      return <em>{renderAll(node, ink)}</em>;
    case "strong":
      return <strong>{renderAll(node, ink)}</strong>;
    case "delete":
      return <del>{renderAll(node, ink)}</del>;
    case "inlineCode":
      return (
        <>
          <code>{ink.words(node)}</code>
          {ink.after?.(node)}
        </>
      );
    case "code":
      return (
        <>
          <div className={styles.code}>
            {ink.above?.(node)}
            <ScrollBox label={t.markdown.code} dir="ltr">
              <pre>
                <code>{ink.words(node)}</code>
              </pre>
            </ScrollBox>
          </div>
          {ink.below?.(node)}
        </>
      );
    case "break":
      return (
        <>
          {ink.after?.(node)}
          <br />
        </>
      );
    case "thematicBreak":
      return (
        <>
          <hr />
          {ink.below?.(node)}
        </>
      );
    case "blockquote":
      return <blockquote dir={directionIn(node.children)}>{renderAll(node, ink)}</blockquote>;
    case "list":
      return renderList(node, ink);
    case "listItem":
      return renderItem(node, ink);
    case "table":
      return renderTable(node, ink);
    case "link": {
      const address = wordsOf(node) === node.url ? "" : ink.plain(node.url, node);
      return (
        <>
          {renderAll(node, ink)}
          {address !== "" && (
            <span className={styles.address}>
              {" "}
              ({ink.address?.(node.url, ")") ?? `${address})`}
            </span>
          )}
        </>
      );
    }
    case "image": {
      const description = node.alt ? ink.plain(node.alt, node) : "";
      return (
        <>
          <span className={styles.note}>{t.markdown.image(description)}</span>
          {ink.after?.(node)}
        </>
      );
    }
    default:
      return "value" in node ? ink.words(node) : null;
  }
}

function renderAll(parent: Parents, ink: Ink): ReactNode {
  return parent.children.map((child) => (
    <Fragment key={ink.keyOf(child)}>{renderTree(child, ink)}</Fragment>
  ));
}

function renderList(list: List, ink: Ink): ReactNode {
  const dir = directionIn(list.children);
  return list.ordered ? (
    <ol start={list.start ?? 1} dir={dir}>
      {renderAll(list, ink)}
    </ol>
  ) : (
    <ul dir={dir}>{renderAll(list, ink)}</ul>
  );
}

function renderItem(item: ListItem, ink: Ink): ReactNode {
  const mark = ink.markOf?.(item);
  if (typeof item.checked !== "boolean") {
    return (
      <li style={mark === undefined ? undefined : { listStyleType: JSON.stringify(`${mark} `) }}>
        {renderAll(item, ink)}
      </li>
    );
  }
  return (
    <li className={styles.task}>
      <span role="img" aria-label={item.checked ? t.markdown.done : t.markdown.toDo}>
        {item.checked ? "☑" : "☐"}
      </span>
      <div>{renderAll(item, ink)}</div>
    </li>
  );
}

function renderTable(table: Table, ink: Ink): ReactNode {
  const [head, ...body] = table.children.map((row) =>
    row.children.map((cell) => ({ key: ink.keyOf(cell), content: renderAll(cell, ink) })),
  );
  const alignment = (column: number) => {
    const textAlign = table.align?.[column];
    return textAlign ? { textAlign } : undefined;
  };
  // a table without one is written with an empty one
  const hasHead = table.children[0]?.children.some((cell) => cell.children.length > 0);
  return (
    <ScrollBox label={t.markdown.table} dir="auto">
      <table>
        {hasHead && (
          <thead>
            <tr>
              {head?.map(({ key, content }, index) => (
                <th key={key} scope="col" style={alignment(index)}>
                  {content}
                </th>
              ))}
            </tr>
          </thead>
        )}
        <tbody>
          {body.map((row, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows are only appended
            <tr key={index}>
              {row.map(({ key, content }, column) => (
                <td key={key} style={alignment(column)}>
                  {content}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollBox>
  );
}

interface ScrollBoxProps {
  label: string;
  /** The direction of the content: a box is scrolled to the side where that begins. */
  dir: "ltr" | "auto";
  children: ReactNode;
}

/** A scroll container for wide content, which the keyboard can scroll. */
function ScrollBox({ label, dir, children }: ScrollBoxProps) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for controls
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it could not be scrolled with the keyboard
    <div className={styles.scrolling} dir={dir} role="group" aria-label={label} tabIndex={0}>
      {children}
    </div>
  );
}

function wordsOf(node: Nodes): string {
  if ("children" in node) return node.children.map(wordsOf).join("");
  return "value" in node ? node.value : "";
}
