import { expect, test } from "vitest";
import { forExamples } from "@/testing/examples";
import { contentOf } from "./content";
import { lineAt, lineStarts, rowOfLine } from "./lines";

test("counts lines by their ends, and none behind the last one", () => {
  expect(Array.from(lineStarts("one\ntwo\r\nthree\r\n\n"))).toEqual([0, 4, 9, 16]);
  expect(Array.from(lineStarts(""))).toEqual([0]);
});

test("knows the line of each character, however the text is shown", () => {
  forExamples(200, (chance) => {
    const text = `x${chance.joined(40, ["word ", "😀", "\n", "\r\n", "\n\n", "# ", "| a |"])}`;
    const starts = lineStarts(text);
    for (const shown of ["stored", "prose", "markdown"] as const) {
      const { rows } = contentOf(text, shown);
      const characters = Array.from(text);
      const codePoint = chance.below(characters.length);
      const before = characters.slice(0, codePoint + 1).join("");
      // the line of a line end is the one that it ends
      const ends = before.slice(0, -1).match(/\r\n|\n|\r(?!$)/g)?.length ?? 0;
      expect(lineAt(starts, rows, codePoint)).toBe(ends + 1);
      const row = rowOfLine(starts, rows, ends + 1);
      expect(rows.units[row]).toBeLessThanOrEqual(starts[ends] ?? 0);
    }
  });
});
