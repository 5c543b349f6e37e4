import { sliceByCodePoints } from "@quoth/client";
import { expect, test } from "vitest";
import { forExamples } from "@/testing/examples";
import { findIn, overlapping } from "./find";

function wordsFound(text: string, query: string, limit?: number): string[] {
  return findIn(text, query, limit).map(({ start, end }) => sliceByCodePoints(text, start, end));
}

test("finds words in any case, after characters beyond 16 bits", () => {
  expect(findIn("😀 Pump, PUMP and pump", "pump")).toEqual([
    { start: 2, end: 6 },
    { start: 8, end: 12 },
    { start: 17, end: 21 },
  ]);
});

test("finds words over the end of a line, and around marks of Markdown", () => {
  const text = "the old\r\n  pump, the **old** pump, > the old\n> pump, old-pump";
  expect(wordsFound(text, "old  pump")).toEqual(["old\r\n  pump", "old** pump", "old\n> pump"]);
});

test("takes the forms of quotation marks and dashes for the same", () => {
  expect(wordsFound("“so” it’s 2019–2020", '"so"')).toEqual(["“so”"]);
  expect(wordsFound("“so” it’s 2019–2020", "it's 2019-2020")).toEqual(["it’s 2019–2020"]);
});

test("finds what looks like a pattern as it is typed, and nothing for nothing", () => {
  expect(wordsFound("a.b a+b (a|b) [a] \\d $1 {2}", "(a|b)")).toEqual(["(a|b)"]);
  expect(wordsFound("a.b axb", "a.b")).toEqual(["a.b"]);
  expect(findIn("text", "  ")).toEqual([]);
});

test("stops at a limit", () => {
  expect(wordsFound("a ".repeat(100), "a", 7)).toHaveLength(7);
});

test("finds every word of a text where it stands", () => {
  const choices = ["pump", "😀", " ", "\n", "é", "[a](b)", "**", "阀门", "x.y"] as const;
  forExamples(300, (chance) => {
    const text = chance.joined(40, choices);
    const length = Array.from(text).length;
    const { start, end } = chance.span(length);
    const query = sliceByCodePoints(text, start, end).trim();
    const found = findIn(text, query);
    if (query !== "") expect(found.length).toBeGreaterThan(0);
    const span = chance.span(length);
    const expected = found.filter((each) => each.start < span.end && each.end > span.start);
    if (span.start < span.end) expect(overlapping(found, span)).toEqual(expected);
  });
});
