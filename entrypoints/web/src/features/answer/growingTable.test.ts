import { expect, test } from "vitest";
import { shownLength } from "./growingTable";

const BEFORE = "Duties:\n\n";
const HEAD = "| Duty | Applies |\n";
const LINE = "| --- | :-: |\n";

test.each([
  ["a head that grows", `${BEFORE}| Duty | App`, BEFORE],
  ["a head without its line", BEFORE + HEAD, BEFORE],
  ["a head whose line grows", `${BEFORE + HEAD}| --`, BEFORE],
  ["the first row, while it grows", `${BEFORE + HEAD + LINE}| pay |`, BEFORE + HEAD + LINE],
  ["a head in a quotation", `${BEFORE}> | Duty |\n> | -`, BEFORE],
  ["a head in a list", `${BEFORE}1. | Duty |\n   | --- |`, BEFORE],
  ["a row in a quotation", "> | a |\n> | --- |\n> | b", "> | a |\n> | --- |\n"],
  ["a later row", `${BEFORE + HEAD + LINE}| a | b |\n| c`, `${BEFORE + HEAD + LINE}| a | b |\n`],
])("holds back %s", (_, text, shown) => {
  expect(text.slice(0, shownLength(text))).toBe(shown);
});

test.each([
  ["a table", BEFORE + HEAD + LINE],
  ["lines that are no table", `${BEFORE}| a |\n| b |\n`],
  ["prose", "Either a | b"],
  ["nothing", ""],
])("shows all of %s", (_, text) => {
  expect(shownLength(text)).toBe(text.length);
});

test("never takes back what it has shown", () => {
  const text = `${BEFORE + HEAD + LINE}| a | b |\n| c | d |\n\nEnd.\n| no\ntable |`;
  let before = 0;
  for (let length = 1; length <= text.length; length += 1) {
    const shown = shownLength(text.slice(0, length));
    expect(shown).toBeGreaterThanOrEqual(before);
    before = shown;
  }
  expect(before).toBe(text.length);
});
