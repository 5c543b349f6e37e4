import { expect, test } from "vitest";
import { questionsIn } from "./suggestions";

test("asks what a text defines, in its language", () => {
  const english =
    "# Tides\n\nA spring tide is a tide with\na large range. It is rare.\n\nNeap tides are the small ones.";
  expect(questionsIn(english, "en")).toEqual(["What is a spring tide?", "What are Neap tides?"]);
  const german =
    "Eine Springtide ist eine Tide mit großem Hub.\n\nDie Ebbe ist das fallende Wasser.";
  expect(questionsIn(german, "de")).toEqual(["Was ist eine Springtide?", "Was ist die Ebbe?"]);
});

test("asks nothing of words that stand for others, of lists, tables and code", () => {
  const text =
    "It is a tide.\n\nThis is the end.\n\nThere is a pump.\n\n- A pump is a machine.\n\n```\nA loop is a loop\n```\n\n| A cell is a cell |";
  expect(questionsIn(text, "en")).toEqual([]);
});

test("takes over headings that are questions, in any language, and no more than three", () => {
  expect(questionsIn("# ¿Cuándo sube el agua?\n\nA las seis.", "es")).toEqual([
    "¿Cuándo sube el agua?",
  ]);
  const many = Array.from({ length: 9 }, (_, index) => `## Why ${index}?`).join("\n");
  expect(questionsIn(many, null)).toEqual(["Why 0?", "Why 1?", "Why 2?"]);
});
