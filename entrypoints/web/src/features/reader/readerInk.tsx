/** Draws the words of a document's Markdown, and those of a quotation exactly as they are stored. */

import type { Nodes } from "mdast";
import { Fragment, type ReactNode } from "react";
import type { Ink } from "@/ui/MarkdownTree";
import { endOf, extentsIn, sourceOf, startOf } from "./extents";
import { type InkPiece, inkPieces } from "./inkPieces";
import styles from "./ReaderBlock.module.css";
import type { Span } from "./rows";

interface Options {
  source: string;
  root: Nodes;
  by: "markdown" | "extracted";
  quoted: Span | null;
  /** Where words are cut besides, in indices of the source. */
  cuts: readonly number[];
  /** Draws words outside of the quotation, or inside it. */
  draw(words: string, piece: InkPiece): ReactNode;
  /** Draws what stands before the words that end at an index, and is called in their order. */
  before(end: number): ReactNode;
}

const TAGS = /<!--[\s\S]*?(?:-->|$)|<[^>]*>?/g;
const LINE_BREAK = /^<br\b/i;
const ORDERED = /^\d{1,9}[.)]/;

/**
 * Returns how to draw a tree. Inside a quotation, nothing is left out: what Markdown hides, such as
 * the asterisks of emphasis, is shown, because a verified quotation is shown as it is stored.
 */
export function readerInk({ source, root, by, quoted, cuts, draw, before }: Options): Ink {
  const extents = extentsIn(root, source);

  const shown = ({ words, isQuoted }: InkPiece) =>
    by === "extracted" && !isQuoted ? words.replaceAll("\\|", "|") : words;
  const overlaps = (node: Nodes) =>
    quoted !== null && startOf(node) < quoted.end && endOf(node) > quoted.start;

  return {
    words: (node) => {
      const extent = extents.get(node);
      if (!extent) return node.value;
      return inkPieces(node.value, source, extent, quoted, cuts).map((piece) => (
        <Fragment key={piece.start}>
          {before(piece.end)}
          {draw(shown(piece), piece)}
        </Fragment>
      ));
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
