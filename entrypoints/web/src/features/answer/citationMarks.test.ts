import { expect, test } from "vitest";
import { behind, cites, markersIn } from "@/testing/answers";
import { growBlocks, NO_BLOCKS } from "./blocks";
import { marksByBlock, marksOf, sameMarks } from "./citationMarks";

test("the marks of settled blocks stay equal while the answer grows", () => {
  const text = "😀 One [1].\n\nTwo [9] [2].\n\nThree. [1]\n\n🦜 Four [2].\n\nFive";
  const markers = markersIn(text).filter(({ source_id }) => source_id !== 9);
  const citations = [cites(text, "😀 One [1].", behind(text, "One [1]"))];
  let blocks = NO_BLOCKS;
  let before = marksByBlock(blocks.blocks, []);
  for (let end = 20; end <= text.length; end += 1) {
    const come = markers.filter((marker) => marker.end < end);
    const grown = growBlocks(blocks, text.slice(0, end));
    const marks = marksByBlock(grown.blocks, marksOf(grown, come, citations));
    for (let index = 0; index < blocks.settled; index += 1) {
      expect(sameMarks(marks[index] ?? [], before[index] ?? [])).toBe(true);
    }
    blocks = grown;
    before = marks;
  }
  expect(before.map((marks) => marks.map(({ start, end }) => text.slice(start, end)))).toEqual([
    ["[1]"],
    ["[2]"],
    ["[1]"],
    ["[2]"],
    [],
  ]);
});

test("a marker beyond the text that is drawn so far has no mark yet", () => {
  const text = "One [1]. 😀 Two [2].";
  const markers = markersIn(text);
  const drawn = growBlocks(NO_BLOCKS, text.slice(0, 10));
  expect(marksOf(drawn, markers, [])).toHaveLength(1);
  expect(marksOf(growBlocks(drawn, text), markers, [])).toHaveLength(2);
});
