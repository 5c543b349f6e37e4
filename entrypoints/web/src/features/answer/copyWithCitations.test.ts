import { expect, test } from "vitest";
import { aCitation, anAnswer, aSource, behind, cites, markersIn } from "@/testing/answers";
import { withCitations } from "./copyWithCitations";

test("a copied answer has its citations as footnotes", () => {
  const text = "It opens [1]. It shuts.\n\nOld [2].";
  const answer = anAnswer({
    text,
    sources: [aSource(), aSource({ source_id: 2, filename: "old.md", char_start: 5, char_end: 9 })],
    citations: [
      cites(text, "It opens [1].", { ...behind(text, "[1]"), page: 12, section: ["Valves"] }),
      cites(text, "It shuts.", { cited_text: "It\nshuts", verified: false }),
    ],
  });
  expect(withCitations(answer)).toBe(
    [
      "It opens [^1]. It shuts.[^2]",
      "",
      "Old [^3].",
      "",
      '[^1]: "The valve is open." — pump-manual.md, page 12, Valves (verified)',
      '[^2]: "It shuts" — pump-manual.md, characters 100–118 (not verified)',
      "[^3]: old.md, characters 5–9 (named by the answer, no quotation found)",
    ].join("\n"),
  );
});

test.each([
  [true, "document deleted"],
  [false, "not verified, document deleted"],
])("a copied quotation says that its document is deleted: verified %s", (verified, standing) => {
  const citations = [aCitation({ verified, gone: true, answer_end: 8 })];
  expect(withCitations(anAnswer({ text: "It opens.", citations }))).toContain(`(${standing})`);
});

test("equal quotations are one footnote, and code is unchanged", () => {
  const text = "A [1].\n\n```\nx[1]\n```\n\nB [1].";
  const citations = [
    cites(text, "A [1].", behind(text, "A [1]")),
    cites(text, "x[1]", { cited_text: "x" }),
    cites(text, "B [1].", behind(text, "B [1]")),
  ];
  expect(withCitations(anAnswer({ text, citations }))).toMatch(
    /^A \[\^1\]\.\n\n```\nx\[1\]\n```\n\n\[\^2\]\n\nB \[\^1\]\.\n\n\[\^1\]: .*\n\[\^2\]: .*$/,
  );
});

test("a number in brackets that is no marker is copied unchanged", () => {
  const text = "😀 As in [1] it opens [1]. [1]";
  const citations = [cites(text, "😀 As in [1] it opens [1].", behind(text, ". [1]"))];
  const copied = withCitations(anAnswer({ text, markers: markersIn(text).slice(2), citations }));
  expect(copied).toMatch(/^😀 As in \[1\] it opens \[1\]\. \[\^1\]\n\n\[\^1\]: .*$/);
});

test("the words of documents are copied as they are stored", () => {
  const text = "2. The _x_ of `y` [1]. [1]";
  const markers = markersIn(text).slice(1);
  const copied = withCitations(anAnswer({ text, format: "literal", markers, citations: [] }));
  expect(copied).toMatch(/^2\. The _x_ of `y` \[1\]\. \[\^1\]\n\n\[\^1\]: .*$/);
});

test("an answer without citations is copied unchanged", () => {
  expect(withCitations(anAnswer({ text: "No.\n", sources: [], citations: [] }))).toBe("No.");
});
