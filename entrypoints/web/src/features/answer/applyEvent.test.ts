import { describe, expect, test } from "vitest";
import type { AnswerEvent } from "@/api/types";
import { aCitation, aSource, done } from "@/testing/answers";
import { type Answer, EMPTY_ANSWER } from "./answer";
import { applyEvent } from "./applyEvent";

const EVENTS: AnswerEvent[] = [
  { type: "start", message_id: "m", question: "how do pumps work?", cached: true },
  { type: "sources", sources: [aSource()], confidence: 0.8 },
  { type: "content", content: "It is " },
  { type: "content", content: "open " },
  { type: "content", content: "[1]", source_id: 1 },
  { type: "content", content: "." },
  { type: "citation", ...aCitation() },
  done("m"),
];

function apply(answer: Answer, ...ids: number[]): Answer {
  return ids.reduce((state, id) => {
    const event = EVENTS[id - 1];
    return event ? applyEvent(state, { ...event, id }) : state;
  }, answer);
}

describe("the events of an answer", () => {
  test("make up the answer", () => {
    expect(apply(EMPTY_ANSWER, 1, 2, 3, 4, 5, 6, 7, 8)).toEqual({
      messageId: "m",
      status: "done",
      sent: true,
      searched: "how do pumps work?",
      cached: true,
      text: "It is open [1].",
      format: "markdown",
      textLength: 15,
      markers: [{ start: 11, end: 14, source_id: 1 }],
      sources: [aSource()],
      citations: [{ id: 7, type: "citation", ...aCitation() }],
      confidence: 0.8,
      finishReason: "stop",
      reason: null,
      groundedness: 0.5,
      supported: 1,
      sentences: 2,
      unsupported: [],
      usage: { prompt_tokens: 1, completion_tokens: 2 },
      timings: { embed: 1, search: 2, first_token: 3, total: 4 },
      model: null,
      fallbackFrom: [],
      error: null,
      withheld: false,
      lastEventId: 8,
    });
  });

  test("say if its text is words of the documents", () => {
    const event = { type: "content", content: "_x_", format: "literal" } as const;
    expect(applyEvent(EMPTY_ANSWER, { ...event, id: 1 }).format).toBe("literal");
  });

  test("locate the markers in code points, and only those that the server names", () => {
    const contents = [
      { content: "😀 See [1][9] " },
      { content: "[1]", source_id: 1 },
      { content: "🦜 [2]" },
      { content: "[12]", source_id: 12 },
    ];
    const answer = contents.reduce(
      (state, each, index) => applyEvent(state, { id: index + 1, type: "content", ...each }),
      EMPTY_ANSWER,
    );
    expect(answer.text).toBe("😀 See [1][9] [1]🦜 [2][12]");
    expect(answer.markers).toEqual([
      { start: 13, end: 16, source_id: 1 },
      { start: 21, end: 25, source_id: 12 },
    ]);
  });

  test("of an unknown type change nothing else", () => {
    const event = { type: "weather" } as unknown as AnswerEvent;
    const after = applyEvent(apply(EMPTY_ANSWER, 1), { ...event, id: 2 });
    expect(after).toEqual({ ...apply(EMPTY_ANSWER, 1), lastEventId: 2 });
  });

  test.each([
    ["interrupted", "interrupted"],
    ["language_model_failed", "error"],
  ])("end with an error of the code %s as %s", (code, finishReason) => {
    const event: AnswerEvent = {
      type: "error",
      error: "No.",
      code,
      message_id: "m",
      partial: true,
    };
    const answer = applyEvent(apply(EMPTY_ANSWER, 1, 2, 3), { ...event, id: 4 });
    expect(answer).toMatchObject({ status: "failed", error: "No.", finishReason, text: "It is " });
  });
});
