import { expect, test } from "vitest";
import { alignedTo } from "./alignment";

function aligned(value: string, source: string): string[] {
  const places = alignedTo(value, source, 0, source.length);
  return Array.from(value, (_, index) => source.slice(places[index], places[index + 1]));
}

test("finds words that are written as they are shown", () => {
  expect(Array.from(alignedTo("abc", "x abc y", 2, 5))).toEqual([2, 3, 4, 5]);
});

test("skips backslashes", () => {
  expect(aligned("a*b", "a\\*b")).toEqual(["a\\", "*", "b"]);
});

test("takes a character reference for one character", () => {
  expect(aligned("1<2", "1&lt;2")).toEqual(["1", "&lt;", "2"]);
  expect(aligned("&amp", "&amp;amp")).toEqual(["&amp;", "a", "m", "p"]);
});

test("leaves a reference alone that stands for nothing", () => {
  expect(aligned("&nope;", "&nope;")).toEqual(["&", "n", "o", "p", "e", ";"]);
});

test("gives both halves of a character beyond the basic plane to their reference", () => {
  expect(Array.from(alignedTo("😀!", "&#128512;!", 0, 10))).toEqual([0, 0, 9, 10]);
});

test("skips the marks of a quotation at the start of a line", () => {
  const source = "one\n> two";
  const places = alignedTo("one\ntwo", source, 0, source.length);
  expect(source.slice(places[4])).toBe("two");
});

test("never leaves the source, whatever the words are", () => {
  expect(Array.from(alignedTo("zzz", "abc", 0, 3)).every((place) => place <= 3)).toBe(true);
});
