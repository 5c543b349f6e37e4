import { expect, test } from "vitest";
import { aCitation, aMessage, aSource } from "@/testing/answers";
import { fromMessage } from "./fromMessage";

const MESSAGE = aMessage("assistant", "m", {
  content: "😀 It is open [1].",
  format: "literal",
  markers: [{ start: 13, end: 16, source_id: 1 }],
  citations: [aCitation()],
  sources: [aSource()],
  groundedness: 0.5,
  supported: 1,
  sentences: 2,
  confidence: 0.8,
  cached: true,
});

test("a message of the history is an answer", () => {
  expect(fromMessage(MESSAGE)).toMatchObject({
    messageId: "m",
    status: "done",
    text: "😀 It is open [1].",
    format: "literal",
    textLength: 17,
    markers: [{ start: 13, end: 16, source_id: 1 }],
    citations: [aCitation()],
    sources: [aSource()],
    groundedness: 0.5,
    supported: 1,
    sentences: 2,
    confidence: 0.8,
    cached: true,
    lastEventId: 0,
  });
});

test.each([
  [null, "streaming"],
  ["abstained", "done"],
  ["cancelled", "done"],
  ["error", "failed"],
  ["interrupted", "failed"],
] as const)("a message that ended with %s is an answer that is %s", (finish_reason, status) => {
  expect(fromMessage({ ...MESSAGE, finish_reason }).status).toBe(status);
});
