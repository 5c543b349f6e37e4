import { cleanup, render } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import { aCitation, anAnswer, aSource } from "@/testing/answers";
import { PrintedSources } from "./PrintedSources";

afterEach(cleanup);

const printed = (changes: Parameters<typeof anAnswer>[0]) => {
  const { container } = render(<PrintedSources answer={anAnswer(changes)} />);
  return [...container.querySelectorAll("p")].map((each) => each.textContent?.trim());
};

test("names each cited source with the words quoted from it, once", () => {
  const sources = [
    aSource({ page: 3 }),
    aSource({ source_id: 2, filename: "unused.md" }),
    aSource({ source_id: 3, filename: "other.md" }),
  ];
  const citations = [
    aCitation({ marker_start: 18, marker_end: 21, page: 3 }),
    aCitation({ citation_id: "again" }),
    aCitation({ citation_id: "overleaf", cited_text: "It closes at night.", page: 4 }),
    aCitation({
      citation_id: "gone",
      source_id: 3,
      filename: "other.md",
      cited_text: "Gone.",
      gone: true,
    }),
    aCitation({
      citation_id: "wrong",
      source_id: 3,
      filename: "other.md",
      cited_text: "Wrong.",
      verified: false,
    }),
    aCitation({
      citation_id: "both",
      source_id: 3,
      cited_text: "Both.",
      verified: false,
      gone: true,
    }),
  ];
  expect(printed({ sources, citations })).toEqual([
    "[1] pump-manual.md, page 3",
    "“The valve is open.”",
    "“It closes at night.” (page 4)",
    "[2] other.md",
    "“Gone.” (document deleted)",
    "“Wrong.” (not verified)",
    "“Both.” (not verified, document deleted)",
  ]);
});

test("explains a number without a quotation", () => {
  expect(printed({ citations: [] })).toEqual([
    "[1] pump-manual.md",
    "A number in light type names a source in which no quotation was found.",
  ]);
});

test("names the nearest passages of an abstention", () => {
  const abstained = { finishReason: "abstained" as const, text: "", citations: [], markers: [] };
  expect(printed(abstained)).toEqual(["[1] pump-manual.md"]);
});

test("prints nothing for an answer without sources", () => {
  expect(printed({ sources: [], citations: [] })).toEqual([]);
});
