import { describe, expect, test } from "vitest";
import { anAnswer, cites } from "@/testing/answers";
import { plainText } from "./plainText";
import { endingOf, excerptOf, groundednessOf } from "./reading";

const TEXT =
  "# The valve is open\n\nIt opens at dawn [1]. It shuts at night [1]. It is big. Yes [1].";
const DAWN = cites(TEXT, "It opens at dawn [1].");
const NIGHT = cites(TEXT, "It shuts at night [1].");

describe("how far an answer is backed", () => {
  test.each([
    [1, [DAWN, NIGHT], "Every sentence is backed by a verified quotation."],
    [0, [], "No sentence is backed by a verified quotation."],
    [0.6667, [DAWN, NIGHT], "2 of 3 sentences are backed by a verified quotation."],
    [
      0.6667,
      [DAWN, { ...DAWN, citation_id: "x" }, NIGHT],
      "2 of 3 sentences are backed by a verified quotation.",
    ],
  ])("is said in sentences where they can be counted: %d", (groundedness, citations, words) => {
    expect(groundednessOf(anAnswer({ text: TEXT, groundedness, citations }))).toBe(words);
  });

  test.each([
    ["a heading is cited", [DAWN, cites(TEXT, "The valve is open")]],
    ["fewer than three words are cited", [DAWN, cites(TEXT, "Yes [1].")]],
    ["a quotation is not verified", [DAWN, { ...NIGHT, verified: false }]],
    ["the numbers do not agree", [DAWN, NIGHT, cites(TEXT, "It is big.")]],
  ])("is said as a share where %s", (_, citations) => {
    expect(groundednessOf(anAnswer({ text: TEXT, groundedness: 0.4, citations }))).toBe(
      "40% of the sentences are backed by a verified quotation.",
    );
  });

  test("is not said where there is nothing to count", () => {
    expect(groundednessOf(anAnswer({ groundedness: null }))).toBeNull();
  });
});

describe("how an answer ended", () => {
  test.each([
    [{ finishReason: "stop" }, null],
    [{ finishReason: "cancelled" }, /What was written is kept/],
    [{ finishReason: "cancelled", text: "" }, /before anything was written/],
    [{ finishReason: "length" }, /greatest length/],
    [{ finishReason: "abstained", reason: "no_documents" }, /no documents to answer from/],
    [{ status: "lost" }, /nothing of it is lost/],
    [{ status: "failed", error: "The model broke off." }, /^The model broke off\.$/],
    [{ status: "failed", finishReason: "interrupted" }, /server stopped.* is kept.* ask again/],
    [{ status: "failed", finishReason: "error", text: "" }, /Nothing was written.* ask again/],
  ] as const)("is said of %o", (changes, expected) => {
    const ending = endingOf(anAnswer(changes));
    if (expected === null) expect(ending).toBeNull();
    else expect(ending).toMatch(expected);
  });
});

test("an excerpt is one line that ends at a word", () => {
  expect(excerptOf("one\n two   three")).toBe("one two three");
  expect(excerptOf("word ".repeat(100), 22)).toBe("word word word word…");
});

test("what is read aloud is the words alone", () => {
  expect(
    plainText("# Top\n\nIt *opens* [1], [see](http://x).\n\n- a\n- b\n\n| x | y |\n|--|--|\n"),
  ).toBe("Top\nIt opens , see.\na\nb\nx, y");
});
