import { expect, test } from "vitest";
import { paragraphsOf } from "./layout";

const PROSE = "When a document is deleted, its text and its\npassages are deleted with it.";
const LIST = "- one\n- two";

test("joins the lines of wrapped prose, and no others", () => {
  expect(paragraphsOf(`${PROSE}\n\n${LIST}`)).toEqual([
    { text: PROSE, isJoined: true },
    { text: "\n\n", isJoined: false },
    { text: LIST, isJoined: false },
  ]);
});

test("does not join a heading with what stands beside it", () => {
  const joined = paragraphsOf(`${PROSE}\n## Privacy\n${PROSE}`).map(({ text }) => text);
  expect(joined).toEqual([PROSE, "\n", "## Privacy", "\n", PROSE]);
});

test.each(["", "\n", "\r\n\r\nOne.\r\n \r\nTwo.\r\n", `# A\n\n${LIST}\n`])(
  "has every character of %j once",
  (text) => {
    const parts = paragraphsOf(text).map((paragraph) => paragraph.text);
    expect(parts.join("")).toBe(text);
  },
);
