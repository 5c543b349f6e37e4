import type { Nodes } from "mdast";
import { expect, test } from "vitest";
import { parseMarkdown } from "./markdown";

/** Returns the inline nodes of a text: plain words as they are, others by their type. */
function read(text: string): string[] {
  const leaves = (node: Nodes): Nodes[] =>
    "children" in node ? node.children.flatMap(leaves) : [node];
  return leaves(parseMarkdown(text)).map((node) => {
    const value = "value" in node ? node.value : "identifier" in node ? node.identifier : "";
    return node.type === "text" ? value : `${node.type}:${value}`;
  });
}

test.each([
  ["Let $a_1^2 * b*$ be.", ["Let ", "math:$a_1^2 * b*$", " be."]],
  ["So \\(a\\) is \\[x^2\\,dx\\].", ["So ", "math:\\(a\\)", " is ", "math:\\[x^2\\,dx\\]", "."]],
  ["$$\na = b\n$$", ["math:$$\na = b\n$$"]],
  ["It costs $5 and then $10.", ["It costs $5 and then $10."]],
  ["From $5 to 6$7.", ["From $5 to 6$7."]],
  ["Set `$HOME` and US$5.", ["Set ", "inlineCode:$HOME", " and US$5."]],
  ["An open $x and no end", ["An open $x and no end"]],
  ["| a |\n|---|\n| b<br>c<BR /> |", ["a", "b", "break:", "c", "break:"]],
  ["No <b>bold</b> or <break>.", ["No <b>bold</b> or <break>."]],
  [
    "See[^note] and [^2] [1].",
    [
      "See",
      "footnoteReference:note",
      " and ",
      "footnoteReference:2",
      " ",
      "bracketedNumber:[1]",
      ".",
    ],
  ],
  ["As in \\[1\\].", ["As in [1]."]],
  ["A \\* and \\_.", ["A * and _."]],
])("reads what chat models write: %s", (text, nodes) => {
  expect(read(text)).toEqual(nodes);
});

test.each(["$x ", "\\(x ", "\\[x "])(
  "reads many openers of formulas without an end: %j",
  (opener) => {
    const text = opener.repeat(1_000).trim();
    expect(read(text).join("")).toBe(text.replaceAll("\\", ""));
  },
);
