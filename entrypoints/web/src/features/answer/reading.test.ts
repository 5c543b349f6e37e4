import { describe, expect, test } from "vitest";
import { excerptOf } from "@/lib/excerpt";
import { aCitation, anAnswer, cites, markersIn } from "@/testing/answers";
import { en } from "@/words/en";
import { plainText } from "./plainText";
import { endingOf, groundednessOf } from "./reading";

const ABSTENTIONS = import.meta.glob<string>("../../../../../domain/answering/abstention.py", {
  query: "?raw",
  import: "default",
  eager: true,
});

describe("how far an answer is backed", () => {
  test.each([
    [1, 3, 3, "Every sentence is supported by a verified quotation."],
    [0, 0, 3, "No sentence is supported by a verified quotation."],
    [0.6667, 2, 3, "2 of 3 sentences are supported by a verified quotation."],
    [0.5, 10, 20, "10 of 20 sentences are supported by a verified quotation."],
    [0.0001, 1, 10_000, "1 of 10,000 sentences is supported by a verified quotation."],
  ])("is counted in sentences: %d", (groundedness, supported, sentences, words) => {
    expect(groundednessOf(anAnswer({ groundedness, supported, sentences }))).toBe(words);
  });

  test.each([
    [0.4, "40% of the sentences are supported by a verified quotation."],
    [1, "Every sentence is supported by a verified quotation."],
    [0, "No sentence is supported by a verified quotation."],
  ])("is a share if the sentences were not counted: %d", (groundedness, words) => {
    const answer = anAnswer({ groundedness, supported: null, sentences: null });
    expect(groundednessOf(answer)).toBe(words);
  });

  test.each([
    [["a", "a"], "1 quoted document has"],
    [["a", "b"], "2 quoted documents have"],
  ])("says how many of the documents %j were deleted since", (documents, words) => {
    const citations = documents.map((document_id) => aCitation({ document_id, gone: true }));
    expect(groundednessOf(anAnswer({ citations: [aCitation(), ...citations] }))).toBe(
      `Every sentence is supported by a verified quotation. ${words} been deleted since.`,
    );
  });

  test("is null without groundedness", () => {
    expect(groundednessOf(anAnswer({ groundedness: null, supported: 0, sentences: 0 }))).toBeNull();
  });
});

describe("how an answer ended", () => {
  test.each([
    [{ finishReason: "stop" }, null],
    [{ finishReason: "cancelled" }, /text so far is saved/],
    [{ finishReason: "cancelled", text: "" }, /before anything was written/],
    [{ finishReason: "length" }, /maximum length/],
    [{ status: "lost" }, /still being written and will be saved/],
    [{ status: "lost", messageId: null }, /may be being written.*asked only once/],
    [{ status: "lost", messageId: null, sent: false }, /may not have been sent.*asked only once/],
    [{ status: "failed", error: "The model broke off." }, /^The model broke off\.$/],
    [{ status: "failed", finishReason: "interrupted" }, /server stopped.* is saved.* Ask again/],
    [{ status: "failed", finishReason: "error", text: "" }, /Nothing was written.* Ask again/],
  ] as const)("is described for %o", (changes, expected) => {
    const ending = endingOf(anAnswer(changes));
    if (expected === null) expect(ending).toBeNull();
    else expect(ending).toMatch(expected);
  });
});

test("an excerpt is one line that ends at a word", () => {
  expect(excerptOf("one\n two   three")).toBe("one two three");
  expect(excerptOf("# Report\n\n## Liquidity\n\nCash #1 is low.")).toBe("Cash #1 is low.");
  expect(excerptOf("## Liquidity\n")).toBe("Liquidity");
  expect(excerptOf("- one\n- two\n\n## Next\n\n* three - four")).toBe(
    "one · two Next · three - four",
  );
  expect(excerptOf("| a | b |\n| --- | :-: |\n| c | 4 |")).toBe("a · b c · 4");
  expect(excerptOf("The pump is wor", 22, true)).toBe("The pump is…");
  expect(excerptOf("word ".repeat(100), 22)).toBe("word word word word…");
});

describe("the text for screen readers", () => {
  test("has no markup", () => {
    const text = "# Top\n\nIt *opens* [1], [see](http://x).\n\n- a\n- b\n\n| x | y |\n|--|--|\n";
    expect(plainText(anAnswer({ text }))).toBe("Top\nIt opens , see.\na\nb\nx, y");
  });

  test("has the words of documents as they are stored", () => {
    const text = "2. The _x_ of `y` [1].\n- z";
    const literal = { format: "literal", text, markers: [], citations: [] } as const;
    expect(plainText(literal)).toBe(text);
    const citation = cites(text, text, { cited_text: "The _x_ of `y`" });
    const said = { ...literal, format: "markdown", citations: [citation] } as const;
    expect(plainText(said)).toBe("The _x_ of `y` [1].\nz");
  });

  test("has no markers, but other numbers in brackets", () => {
    const text = "😀 It *opens* [1][1], see [2].";
    const markers = markersIn(text).slice(1, 2);
    expect(plainText({ format: "markdown", citations: [], text, markers })).toBe(
      "😀 It opens [1], see [2].",
    );
  });
});

test("an abstention is known by the sentence that the server has for its reason", () => {
  const [source] = Object.values(ABSTENTIONS);
  for (const [reason, sentence] of Object.entries(en.answer.abstained)) {
    expect(source).toContain(`AbstentionReason.${reason.toUpperCase()}: "${sentence}"`);
  }
});
