import { expect, test } from "vitest";
import type { Message } from "@/api/types";
import { aCitation, aSource } from "@/testing/answers";
import { fromMessage } from "./fromMessage";

const MESSAGE: Message = {
  message_id: "m",
  role: "assistant",
  content: "It is open [1].",
  created_at: "2026-01-01T00:00:00Z",
  finish_reason: "stop",
  citations: [aCitation()],
  sources: [aSource()],
  reason: null,
  groundedness: 1,
  confidence: 0.8,
  cached: true,
};

test("a message of the history is an answer", () => {
  expect(fromMessage(MESSAGE)).toMatchObject({
    messageId: "m",
    status: "done",
    text: "It is open [1].",
    citations: [aCitation()],
    sources: [aSource()],
    groundedness: 1,
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
