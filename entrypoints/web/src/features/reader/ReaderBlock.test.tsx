import { cleanup, render } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import { ReaderBlock } from "./ReaderBlock";
import type { ReaderMarks } from "./ReaderMarks";
import { splitSegments } from "./segments";

afterEach(cleanup);

const NO_SEARCH = {
  quotation: null,
  found: [],
  current: undefined,
  match: null,
  passages: undefined,
};

/** Renders a text of one segment with these words quoted, and returns what is drawn. */
function drawn(text: string, by: "markdown" | "extracted", quoted = "", row = 0): HTMLElement {
  const marks = { quoted: quoted === "" ? undefined : spanOf(text, quoted), ...NO_SEARCH };
  return rendered(text, by, marks, row);
}

function rendered(
  text: string,
  by: "markdown" | "extracted",
  marks: ReaderMarks,
  row = 0,
): HTMLElement {
  const segments = splitSegments(text);
  return render(<ReaderBlock segments={segments} row={row} by={by} marks={marks} />).container;
}

function spanOf(text: string, words: string) {
  const start = Array.from(text.slice(0, text.indexOf(words))).length;
  return { start, end: start + Array.from(words).length };
}

function marksOf(container: HTMLElement): string[] {
  return Array.from(container.querySelectorAll("mark"), (mark) => mark.textContent);
}

test("shows Markdown without its marks", () => {
  const container = drawn(
    "A *word* and `code`, 1 &lt; 2, \\*, [a link](https://x.test/).",
    "markdown",
  );
  expect(container.textContent).toBe("A word and code, 1 < 2, *, a link (https://x.test/).");
  expect(container.querySelector("em")?.textContent).toBe("word");
  expect(container.querySelector("a")).toBeNull();
});

test("marks exactly the quoted words, after astral characters as well", () => {
  expect(marksOf(drawn("😀 The pump *fails* often.", "markdown", "pump"))).toEqual(["pump"]);
});

test("shows a quotation as it is stored, with what Markdown hides", () => {
  const quoted = "**must not** be `opened` &amp; \\*never\\* [sold](https://x.test/)";
  const container = drawn(`The valve ${quoted} by anyone.`, "markdown", quoted);
  expect(marksOf(container).join("")).toBe(quoted);
  expect(container.textContent).toBe(`The valve ${quoted} by anyone.`);
});

test("marks the words of cells, not the lines between them", () => {
  const table = "| a | b |\n| --- | --- |\n| one \\| two | three |\n";
  const container = drawn(table, "extracted", "two | three");
  expect(marksOf(container)).toEqual(["two", "three"]);
  expect(container.querySelector("td")?.textContent).toBe("one | two");
});

test("marks words of code and of an item", () => {
  expect(marksOf(drawn("```py\npy = 1\nx = 2\n```", "extracted", "py = 1\nx"))).toEqual([
    "py = 1\nx",
  ]);
  expect(marksOf(drawn("1. first\n2. second\n", "extracted", "second"))).toEqual(["second"]);
});

test("takes the characters of an extracted text for what they are", () => {
  const text = "Set *max_retries_* to 5 &amp; <b>not</b> `x` [1](y) \\*";
  expect(drawn(text, "extracted").textContent).toBe(text);
});

test("leaves out tags but no words of a page in Markdown", () => {
  const container = drawn("<div align='center'><b>Big</b> words</div>", "markdown");
  expect(container.textContent).toBe("Big words");
  expect(container.querySelector("b")).toBeNull();
});

test("repeats the head of a long table above its later rows", () => {
  const head = "| Name | Value |\n| --- | --- |\n";
  const table =
    head + Array.from({ length: 500 }, (_, row) => `| row ${row} | ${row} |\n`).join("");
  const container = drawn(table, "extracted", "", 1);
  expect(container.querySelector("th")?.textContent).toBe("Name");
  const words = Array.from(container.querySelectorAll("td"), (cell) => cell.textContent);
  expect(words[0]).toMatch(/^row \d+$/);
  expect(marksOf(drawn(table, "extracted", words[0] ?? "", 1))).toEqual([words[0]]);
});

test("the mark of an item in a list is that of the text", () => {
  const item = drawn("7) Clause seven\n", "extracted").querySelector("li");
  expect(item?.style.listStyleType).toBe('"7) "');
});

test("marks what was searched for as it is shown, in the quotation as it is stored", () => {
  const text = "A **bold word** and the bold **word** again.";
  const quoted = spanOf(text, "the bold **word**");
  const found = [spanOf(text, "bold word"), spanOf(text, "bold **word")];
  const container = rendered(text, "markdown", { ...NO_SEARCH, quoted, found });
  expect(container.textContent).toBe("A bold word and the bold **word** again.");
  const matches = Array.from(container.querySelectorAll("[data-found]"), (e) => e.textContent);
  expect(matches.join("")).toBe("bold wordbold **word");
  expect(container.querySelector("strong")?.querySelectorAll("[data-found]").length).toBe(1);
});

/** Renders a text of one segment whose passages start at these words. */
function passagesOf(text: string, chosen: number, ...starts: string[]) {
  const chunks = starts.map((words, chunk_index) => {
    const { start: char_start } = spanOf(text, words);
    const char_end = Array.from(text).length;
    return { chunk_index, content: "", token_count: 9, char_start, char_end };
  });
  const passages = { chunks, chosen, onChoose: () => undefined };
  const container = rendered(text, "markdown", { ...NO_SEARCH, quoted: undefined, passages });
  const labels = Array.from(container.querySelectorAll("button"), (label) => label.parentElement);
  const marked = Array.from(container.querySelectorAll('[class*="chosen"]'), (e) => e.textContent);
  return { container, labels, marked };
}

test("labels the start of a passage in the middle of words, and marks all of the chosen one", () => {
  const text = "😀 A *pump* fails.\n- A &amp; B\n";
  const { container, labels, marked } = passagesOf(text, 1, "😀", "ump*");
  expect(container.textContent).toBe("😀 A pump fails.A & B");
  expect(labels.map((label) => label?.tagName)).toEqual(["P", "EM"]);
  expect(labels[1]?.textContent).toBe("pump");
  expect(marked.join("")).toBe("ump fails.A & B");
});

test("labels a passage whose first characters are not shown at its first words", () => {
  const { labels, marked } = passagesOf("## **Pumps** fail", 1, "## **", "** fail");
  expect(labels.map((label) => label?.tagName)).toEqual(["STRONG", "H3"]);
  expect(marked).toEqual([" fail"]);
});

test("labels a passage of which nothing is shown below the words before it", () => {
  const { container, labels } = passagesOf("Text.\n***\n", 0, "***");
  expect(labels).toHaveLength(1);
  expect(container.firstElementChild?.lastElementChild?.tagName).toBe("BUTTON");
});
