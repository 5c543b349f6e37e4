import { expect, test } from "vitest";
import { rowText } from "./rows";
import { frontMatterOf, splitSegments } from "./segments";

function textsOf(text: string, front = 0): string[] {
  const { rows } = splitSegments(text, front);
  return Array.from({ length: rows.count }, (_, row) => rowText(rows, row));
}

test("splits at blank lines and around headings, and loses no character", () => {
  const text = "# One\nwords\n\n\nmore\nwords\n## Two\nend";
  expect(textsOf(text)).toEqual(["# One\n", "words\n\n\n", "more\nwords\n", "## Two\n", "end"]);
});

test("keeps code together, whatever is in it", () => {
  const code = "```py\n# no heading\n\n~~~\nend\n```\n";
  expect(textsOf(`before\n${code}\nafter`)).toEqual(["before\n", `${code}\n`, "after"]);
});

test("code that is never closed goes to the end", () => {
  expect(textsOf("```\na\n\n# b\n")).toEqual(["```\na\n\n# b\n"]);
});

test("cuts a long table between rows and repeats its head for each part", () => {
  const head = "| Name | Value |\n| --- | --- |\n";
  const table =
    head + Array.from({ length: 500 }, (_, row) => `| row ${row} | ${row} |\n`).join("");
  const { rows, contexts } = splitSegments(table);
  expect(rows.count).toBeGreaterThan(2);
  expect(contexts.get(0)).toBeUndefined();
  for (let row = 1; row < rows.count; row += 1) {
    expect(contexts.get(row)).toBe(head);
    expect(rowText(rows, row)).toMatch(/^\| row \d+ \|/);
  }
  expect(textsOf(table).join("")).toBe(table);
});

test("cuts long code between lines and repeats its fence", () => {
  const code = `\`\`\`js\n${"const a = 1;\n".repeat(1_000)}\`\`\`\n`;
  const { rows, contexts } = splitSegments(code);
  expect(rows.count).toBeGreaterThan(2);
  expect(contexts.get(1)).toBe("```js\n");
});

test("cuts a line that is too long for a fast layout", () => {
  const text = "word ".repeat(2_000);
  expect(textsOf(text).every((segment) => segment.length <= 7_000)).toBe(true);
  expect(textsOf(text).join("")).toBe(text);
});

test("front matter is the first segment", () => {
  const front = "---\ntitle: x\n\nb: y\n---\n";
  expect(frontMatterOf(`${front}# One\n`)).toBe(front);
  expect(frontMatterOf("# One\n---\na\n---\n")).toBe("");
  expect(textsOf(`${front}# One\n`, front.length)).toEqual([front, "# One\n"]);
});
