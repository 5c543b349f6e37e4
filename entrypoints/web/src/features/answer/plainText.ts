import { toIndex } from "@quoth/client";
import type { Nodes } from "mdast";
import { unguarded } from "@/lib/guardedWords";
import { guarded, type Written } from "./literal";
import { parseMarkdown } from "./markdown";
import { tableIn } from "./quotedRows";

/** Returns the plain text of an answer without its markers, for screen readers. */
export function plainText(answer: Written): string {
  const { text, markers } = answer;
  const starts = new Set(markers.map(({ start }) => toIndex(text, start)));
  const blocks = parseMarkdown(guarded(answer)).children;
  return unguarded(blocks.map((block) => wordsOf(block, starts)).join("\n"));
}

function wordsOf(node: Nodes, markers: ReadonlySet<number | undefined>): string {
  switch (node.type) {
    case "bracketedNumber":
      return markers.has(node.position?.start.offset) ? "" : node.value;
    case "break":
      return "\n";
    case "image":
      return node.alt ?? "";
    default: {
      const table = node.type === "paragraph" ? tableIn(node) : undefined;
      if (table) return wordsOf(table, markers);
      if ("children" in node) {
        return node.children.map((child) => wordsOf(child, markers)).join(separatorOf(node));
      }
      return "value" in node ? node.value : "";
    }
  }
}

function separatorOf(node: Nodes): string {
  if (node.type === "tableRow") return ", ";
  return ["list", "listItem", "blockquote", "table"].includes(node.type) ? "\n" : "";
}
