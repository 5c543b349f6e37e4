import { sliceByCodePoints } from "@quoth/client";
import { describe, expect, test } from "vitest";
import { covers, piecesOf, type Rows, rowSpan, rowsOf, rowText, splitRows } from "./rows";

function textsOf(rows: Rows): string[] {
  return Array.from({ length: rows.count }, (_, row) => rowText(rows, row));
}

describe("rows of a text", () => {
  test("are its lines, including line ends", () => {
    expect(textsOf(splitRows("one\ntwo\r\n\rfour"))).toEqual(["one\n", "two\r\n", "\r", "four"]);
  });

  test("do not exist for an empty text", () => {
    expect(splitRows("").count).toBe(0);
    expect(rowsOf(splitRows(""), { start: 0, end: 1 })).toBeNull();
  });

  test("have no empty one after the last line end", () => {
    expect(textsOf(splitRows("one\n"))).toEqual(["one\n"]);
  });

  test("do not split a line end where a long line is cut", () => {
    const text = `${"a".repeat(999)}\r\nnext`;
    expect(textsOf(splitRows(text))).toEqual([`${"a".repeat(999)}\r\n`, "next"]);
  });

  test("count code points beside units", () => {
    const rows = splitRows("😀😀\nb😀\nc");
    expect([...rows.units]).toEqual([0, 5, 9, 10]);
    expect([...rows.codePoints]).toEqual([0, 3, 6, 7]);
    expect(rowSpan(rows, 1)).toEqual({ start: 3, end: 6 });
  });

  test("split a long line at a blank", () => {
    const rows = splitRows("lorem ipsum ".repeat(400));
    expect(textsOf(rows).join("")).toBe(rows.text);
    for (const row of textsOf(rows)) {
      expect(row.length).toBeLessThanOrEqual(1000);
      expect(row.endsWith(" ")).toBe(true);
    }
  });

  test("never split a grapheme", () => {
    for (const character of ["😀", "e\u0301", "👩\u200d🔧", "👍🏽"]) {
      for (let shift = 0; shift < character.length; shift += 1) {
        const rows = splitRows("x".repeat(shift) + character.repeat(1000));
        expect(textsOf(rows).join("")).toBe(rows.text);
        for (const row of textsOf(rows).slice(1)) expect(row.startsWith(character)).toBe(true);
      }
    }
  });

  test("of a 5 MB line take linear work: quadratic work would take minutes", () => {
    for (const text of ["a".repeat(5_000_000), "word ".repeat(1_000_000), "😀".repeat(1_250_000)]) {
      const started = performance.now();
      const rows = splitRows(text);
      expect(performance.now() - started).toBeLessThan(10_000);
      expect(rows.units[rows.count]).toBe(text.length);
    }
  });

  test("of a million short lines take linear work: quadratic work would take minutes", () => {
    const started = performance.now();
    expect(splitRows("abc\n".repeat(1_250_000)).count).toBe(1_250_000);
    expect(performance.now() - started).toBeLessThan(10_000);
  });
});

describe("a span", () => {
  const text = "first 😀 line\nsecond line\r\nthird 🦜 line";
  const rows = splitRows(text);

  test("is in the rows of its first and last character", () => {
    expect(rowsOf(rows, { start: 0, end: 1 })).toEqual({ first: 0, last: 0 });
    expect(rowsOf(rows, { start: 8, end: 14 })).toEqual({ first: 0, last: 1 });
    expect(rowsOf(rows, { start: 13, end: 14 })).toEqual({ first: 1, last: 1 });
    expect(rowsOf(rows, { start: 0, end: 999 })).toEqual({ first: 0, last: 2 });
  });

  test("outside the text is in no row", () => {
    for (const [start, end] of [
      [5, 5],
      [9, 3],
      [999, 1000],
      [-1, 4],
      [Number.NaN, 4],
    ] as const) {
      expect(rowsOf(rows, { start, end })).toBeNull();
    }
  });

  test("over several rows has pieces that concatenate to its text", () => {
    const length = rows.codePoints[rows.count] ?? 0;
    for (let start = 0; start < length; start += 1) {
      for (let end = start + 1; end <= length; end += 1) {
        const span = { start, end };
        const found = rowsOf(rows, span);
        let quoted = "";
        for (let row = found?.first ?? 0; row <= (found?.last ?? -1); row += 1) {
          for (const piece of piecesOf(rows, row, [start, end])) {
            if (covers(span, piece)) quoted += piece.text;
          }
        }
        expect(quoted).toBe(sliceByCodePoints(text, start, end));
      }
    }
  });

  test("that overlaps another splits rows at the ends of both", () => {
    const pieces = piecesOf(splitRows("a😀cdef"), 0, [0, 4, 2, 6, 4]);
    expect(pieces).toEqual([
      { start: 0, end: 2, text: "a😀" },
      { start: 2, end: 4, text: "cd" },
      { start: 4, end: 6, text: "ef" },
    ]);
  });
});
