/** Renders an answer's Markdown. It loads nothing, and links and HTML in it are text. */

import type { Nodes, Parents } from "mdast";
import { fromMarkdown } from "mdast-util-from-markdown";
import { gfmTableFromMarkdown } from "mdast-util-gfm-table";
import { gfmTable } from "micromark-extension-gfm-table";
import { directionIn } from "@/lib/direction";
import { unguarded } from "@/lib/guardedWords";
import { isLaidOut, paragraphsOf } from "@/lib/layout";
import { element } from "./elements";

/** Makes nodes from a text without markup. */
export type RenderText = (text: string) => (Node | string)[];

const BLANK_LINES = /(?:\r?\n[ \t]*){2,}/;
const OPTIONS = { extensions: [gfmTable()], mdastExtensions: [gfmTableFromMarkdown()] };

export function renderMarkdown(text: string, renderText: RenderText): (Node | string)[] {
  return childrenOf(fromMarkdown(text, OPTIONS), renderText);
}

/** Renders words of documents, in which nothing is markup. Only what its lines lay out has lines. */
export function renderLiteral(text: string, renderText: RenderText): Node[] {
  return text
    .split(BLANK_LINES)
    .map((each) => element("p", { dir: "auto", ...layout(each) }, ...renderText(each)));
}

function layout(paragraph: string): { class?: string } {
  return isLaidOut(unguarded(paragraph.trim())) ? { class: "lines" } : {};
}

/** Renders quoted words as they are stored, with the lines of wrapped prose joined. */
export function renderQuotation(words: string): HTMLElement {
  const paragraphs = paragraphsOf(words).map(({ text, isJoined }) =>
    isJoined ? text : element("span", { class: "lines" }, text),
  );
  return element("blockquote", { dir: "auto" }, ...paragraphs);
}

function direction({ children }: Parents): { dir?: string } {
  const dir = directionIn(children);
  return dir === undefined ? {} : { dir };
}

function childrenOf(node: Parents, renderText: RenderText): (Node | string)[] {
  return node.children.flatMap((child) => rendered(child, renderText));
}

function rendered(node: Nodes, renderText: RenderText): (Node | string)[] {
  const inner = () => ("children" in node ? childrenOf(node, renderText) : []);
  switch (node.type) {
    case "text":
      return renderText(node.value);
    case "html":
      return renderText(node.value);
    case "inlineCode":
      return [element("code", {}, ...renderText(node.value))];
    case "code":
      return [element("pre", { tabindex: "0" }, element("code", {}, ...renderText(node.value)))];
    case "image":
      return renderText(node.alt ?? "");
    case "imageReference":
      return renderText(node.alt ?? "");
    case "definition":
      return [];
    case "break":
      return [element("br")];
    case "thematicBreak":
      return [element("hr")];
    case "paragraph":
      return [element("p", { dir: "auto" }, ...inner())];
    case "heading":
      return [element("p", { dir: "auto" }, element("strong", {}, ...inner()))];
    case "strong":
      return [element("strong", {}, ...inner())];
    case "emphasis":
      return [element("em", {}, ...inner())];
    case "blockquote":
      return [element("blockquote", direction(node), ...inner())];
    case "list": {
      const items = node.ordered
        ? element("ol", { start: `${node.start ?? 1}`, ...direction(node) })
        : element("ul", direction(node));
      items.append(...inner());
      return [items];
    }
    case "listItem":
      return [element("li", {}, ...inner())];
    case "table":
      return [
        element(
          "div",
          { class: "wide", tabindex: "0", dir: "auto" },
          element("table", {}, ...inner()),
        ),
      ];
    case "tableRow":
      return [element("tr", {}, ...inner())];
    case "tableCell":
      return [element("td", {}, ...inner())];
    default:
      return inner(); // a link shows its words
  }
}
