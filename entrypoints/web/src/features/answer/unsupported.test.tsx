import { cleanup, render } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import { AnswerText } from "./AnswerText";
import { spansIn } from "./unsupported";

afterEach(cleanup);

/** Returns the words that are shown as without support. */
function marked(text: string, ...sentences: string[]): (string | null)[] {
  const unsupported = sentences.map((sentence) => {
    const start = Array.from(text.slice(0, text.indexOf(sentence))).length;
    return { start, end: start + Array.from(sentence).length };
  });
  const { container } = render(
    <AnswerText
      format="markdown"
      text={text}
      markers={[]}
      citations={[]}
      unsupported={unsupported}
    />,
  );
  return [...container.querySelectorAll("[class*=unsupported]")].map((each) => each.textContent);
}

test("marks exactly the sentences without support", () => {
  expect(marked("🦜 It is old. It closes. It opens.", "It closes.")).toEqual(["It closes."]);
});

test("marks a sentence through emphasis and in a list", () => {
  const text = "It opens.\n\n- It **never** closes.\n- It is old.";
  expect(marked(text, "It **never** closes.")).toEqual(["It ", "never", " closes."]);
});

test("marks words whose source has escapes as a whole", () => {
  expect(marked("It is 2 \\* 2.", "It is 2 \\* 2.")).toEqual(["It is 2 * 2."]);
});

test("finds indices of code points in one pass", () => {
  const spans = [
    { start: 0, end: 2 },
    { start: 3, end: 4 },
  ];
  expect(spansIn("🦜🦜a🦜", spans)).toEqual([
    { start: 0, end: 4 },
    { start: 5, end: 7 },
  ]);
});
