import { expect, test } from "vitest";
import { questionsAbout, questionsIn } from "./suggestions";

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

test("asks what a document says about its parts, in its language", () => {
  const english = "# Handbook\n\n## 2.1 Days off:\n\nAsk.\n\n### Chapter 3: Travel\n\n## Days off";
  expect(questionsAbout(english, "handbook.md", "en")).toEqual([
    { question: "What does handbook.md say about Days off?", heading: "Days off" },
    { question: "What does handbook.md say about Travel?", heading: "Travel" },
  ]);
  const german = "## IV. Urlaub\n\n## Reisekosten";
  expect(questionsAbout(german, "Handbuch.md", "de")).toEqual([
    { question: "Was steht in Handbuch.md über Urlaub?", heading: "Urlaub" },
    { question: "Was steht in Handbuch.md über Reisekosten?", heading: "Reisekosten" },
  ]);
  expect(questionsAbout("## Voyages", "manuel.md", "fr")).toEqual([]);
  expect(questionsAbout(english, "handbook.md", null)).toEqual([]);
});

test.each([
  "Introduction",
  "1. Overview",
  "Table of contents",
  "Einleitung",
  "Kapitel 2",
  "2.1",
  "2024-05-01",
  "Why so?",
  "The `main` function",
  "What everybody has to know before the work on a pump begins",
])("asks nothing about the heading %s", (heading) => {
  expect(questionsAbout(`## ${heading}`, "a.md", "en")).toEqual([]);
});

test("a comment in code is no heading", () => {
  expect(questionsAbout("```\n# install it\n## Is it there?\n```", "a.md", "en")).toEqual([]);
  expect(questionsIn("```\n## Is it there?\n```", "en")).toEqual([]);
});
