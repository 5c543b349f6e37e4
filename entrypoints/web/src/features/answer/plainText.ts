import type { Nodes } from "mdast";
import { parseMarkdown } from "./markdown";

/** Returns the plain text of Markdown without markers, for screen readers. */
export function plainText(markdown: string): string {
  return parseMarkdown(markdown).children.map(wordsOf).join("\n");
}

function wordsOf(node: Nodes): string {
  switch (node.type) {
    case "marker":
      return "";
    case "break":
      return "\n";
    case "image":
      return node.alt ?? "";
    default:
      if ("children" in node) return node.children.map(wordsOf).join(separatorOf(node));
      return "value" in node ? node.value : "";
  }
}

function separatorOf(node: Nodes): string {
  if (node.type === "tableRow") return ", ";
  return ["list", "listItem", "blockquote", "table"].includes(node.type) ? "\n" : "";
}
