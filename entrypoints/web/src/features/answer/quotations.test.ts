import { expect, test } from "vitest";
import { aCitation, aSource } from "@/testing/answers";
import { quoteInContext } from "./quoteInContext";
import { quotedFrom } from "./sourceGroups";

const TABLE = "| Pump | bar |\n| --- | ---: |\n| 🦜 A | 7 |\n| B | 9 |";
const SOURCE = aSource({ content: TABLE, char_start: 20, char_end: 20 + Array.from(TABLE).length });

function quoting(words: string) {
  const start = 20 + Array.from(TABLE.slice(0, TABLE.indexOf(words))).length;
  return aCitation({
    citation_id: words,
    source_id: SOURCE.source_id,
    cited_text: words,
    char_start: start,
    char_end: start + Array.from(words).length,
    verified: true,
  });
}

test("a verified quotation is shown exactly as it is stored", () => {
  for (const words of ["| 🦜 A | 7 |", "# Not a heading here"]) {
    expect(quoteInContext(SOURCE, quoting(words)).quoted).toBe(words);
  }
});

test("what another quotation of the same passage has is not repeated beside a quotation", () => {
  const content = "The pump is old. It is loud. So it was sold.";
  const source = aSource({ content, char_start: 20, char_end: 20 + content.length });
  const cited = (words: string) => {
    const char_start = 20 + content.indexOf(words);
    return aCitation({ cited_text: words, char_start, char_end: char_start + words.length });
  };
  const [previous, next] = [cited("The pump is old."), cited("So it was sold.")];
  expect(quoteInContext(source, next, { previous }).before).toBe(" It is loud. ");
  expect(quoteInContext(source, previous, { next }).after).toBe(" It is loud. ");
  // quotations may overlap
  const over = cited("old. It is loud. So");
  expect(quoteInContext(source, over, { previous, next })).toMatchObject({ before: "", after: "" });
});

test("the head of a table is left out beside a row, and no other row is", () => {
  const [head, first, second] = ["| Pump | bar |", "| 🦜 A | 7 |", "| B | 9 |"].map(quoting);
  if (!head || !first || !second) throw new Error("three rows");
  expect(quotedFrom(SOURCE, [head, second])).toEqual([second]);
  expect(quotedFrom(SOURCE, [first, second])).toEqual([first, second]);
  expect(quotedFrom(SOURCE, [head])).toEqual([head]);
});
