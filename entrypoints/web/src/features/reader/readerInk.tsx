/** Draws the words of a document's Markdown, and those of a quotation exactly as they are stored. */

import type { Nodes } from "mdast";
import { Fragment, type ReactNode } from "react";
import type { Ink } from "@/ui/MarkdownTree";
import { endOf, extentsIn, sourceOf, startOf } from "./extents";
import { inkPieces, type Marked } from "./inkPieces";
import styles from "./ReaderBlock.module.css";
import type { Span } from "./rows";

interface Options extends Marked {
  source: string;
  root: Nodes;
  by: "markdown" | "extracted";
  /** Draws words of the quotation. */
  drawQuoted(words: ReactNode, isFirst: boolean): ReactNode;
  /** Draws words of a match. */
  drawFound(words: string, match: Span): ReactNode;
}

const TAGS = /<!--[\s\S]*?(?:-->|$)|<[^>]*>?/g;
const LINE_BREAK = /^<br\b/i;
const ORDERED = /^\d{1,9}[.)]/;

/**
 * Returns how to draw a tree. Inside a quotation, nothing is left out: what Markdown hides, such as
 * the asterisks of emphasis, is shown, because a verified quotation is shown as it is stored.
 */
export function readerInk(options: Options): Ink {
  const { source, root, by, quoted, drawQuoted, drawFound } = options;
  const extents = extentsIn(root, source);
  let isFirst = true;

  const drawn = (words: string, match: Span | null, isQuoted: boolean): ReactNode => {
    const plain = by === "extracted" && !isQuoted ? words.replaceAll("\\|", "|") : words;
    const inked = match ? drawFound(plain, match) : plain;
    if (!isQuoted) return inked;
    const marked = drawQuoted(inked, isFirst);
    isFirst = false;
    return marked;
  };
  const overlaps = (node: Nodes) =>
    quoted !== null && startOf(node) < quoted.end && endOf(node) > quoted.start;

  return {
    words: (node) => {
      const extent = extents.get(node);
      if (!extent) return node.value;
      return inkPieces(node.value, source, extent, options).map(
        ({ words, found, isQuoted }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: pieces have no state
          <Fragment key={index}>{drawn(words, found, isQuoted)}</Fragment>
        ),
      );
    },
    above: (node) => {
      if (node.type !== "code" || !node.lang) return null;
      return <p className={styles.language}>{[node.lang, node.meta].filter(Boolean).join(" ")}</p>;
    },
    own: (node) => {
      if (node.type !== "html" || overlaps(node)) return undefined;
      if (LINE_BREAK.test(node.value)) return <br />;
      // the words between tags are the document's, the tags are not for reading
      return node.value.replace(TAGS, "").trim() || null;
    },
    plain: (words, node) => (overlaps(node) ? "" : words),
    markOf: (item) => ORDERED.exec(sourceOf(item, source))?.[0],
    keyOf: startOf,
  };
}
