import { expect, test } from "vitest";
import { isEnded, isIndented, layoutOf, splitParagraphs } from "./prose";
import { rowText } from "./rows";

const WRAPPED =
  "This is a paragraph whose lines somebody wrapped at a width\nthat was common on terminals of seventy characters.\n";

function paragraphsOf(text: string): string[] {
  const rows = splitParagraphs(text);
  return Array.from({ length: rows.count }, (_, row) => rowText(rows, row));
}

test("splits at blank lines, which belong to the paragraph before", () => {
  expect(paragraphsOf("\n\na\nb\n \nc")).toEqual(["\n\n", "a\nb\n \n", "c"]);
});

test("cuts a paragraph without an end, and loses no character", () => {
  const text = "one line of a log\n".repeat(5_000);
  expect(paragraphsOf(text).every((each) => each.length < 3_000)).toBe(true);
  expect(paragraphsOf(text).join("")).toBe(text);
});

test("joins the lines of wrapped prose, also if it is indented", () => {
  expect(layoutOf(WRAPPED)).toBe("joined");
  const indented = WRAPPED.replaceAll(/^(?=.)/gm, "    ");
  expect(layoutOf(indented)).toBe("joined");
  expect(isIndented(indented)).toBe(true);
  expect(isIndented(WRAPPED)).toBe(false);
});

test("leaves verses, lists and addresses in their lines", () => {
  expect(layoutOf("The lamp is lit,\nthe sea is wide.\n")).toBe("lines");
  expect(layoutOf(`${WRAPPED}- and a list\n- of two items\n`)).toBe("lines");
});

test("recognises columns", () => {
  expect(layoutOf("Name      Value\na             1\n")).toBe("columns");
  expect(layoutOf("Name\tValue\n")).toBe("columns");
});

test("leaves titles in the middle of their page", () => {
  const title = `${" ".repeat(20)}GNU GENERAL PUBLIC LICENSE\n${" ".repeat(23)}Version 3, 29 June 2007\n`;
  expect(layoutOf(title)).toBe("columns");
  const manual = WRAPPED.replaceAll(/^(?=.)/gm, " ".repeat(14));
  expect(layoutOf(manual)).toBe("joined");
});

test("knows where a paragraph ends", () => {
  expect(isEnded("a\n\n")).toBe(true);
  expect(isEnded("a\n")).toBe(false);
});
