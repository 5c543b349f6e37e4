import { describe, expect, test } from "vitest";
import type { Answer, LiveAnswer } from "@/features/answer";
import { aMessage, anAnswer } from "@/testing/answers";
import { openTurn, turnsOf } from "./turns";

const FIRST = [aMessage("user", "q1"), aMessage("assistant", "a1")];
const OPEN = [aMessage("user", "q2"), aMessage("assistant", "a2", { finish_reason: null })];

describe("turnsOf", () => {
  test("puts each answer below its question", () => {
    expect(turnsOf([...FIRST, ...OPEN], [])).toEqual([
      { question: "user q1", questionId: "q1", within: null, stored: FIRST[1], live: null },
      { question: "user q2", questionId: "q2", within: null, stored: OPEN[1], live: null },
    ]);
  });

  test("appends a live answer that the history lacks", () => {
    const answer = anAnswer({ messageId: "a2", status: "streaming" });
    const turns = turnsOf(FIRST, [{ question: "More?", answer }]);
    expect(turns).toHaveLength(2);
    expect(turns[1]).toEqual({
      question: "More?",
      questionId: null,
      within: null,
      stored: null,
      live: answer,
    });
  });

  test("knows what a question was to be asked of that could not be sent", () => {
    const within = { document_ids: ["d"] };
    const answer = anAnswer({ messageId: null, status: "failed" });
    const [turn] = turnsOf([], [{ question: "More?", within, answer }]);
    expect(turn?.within).toEqual(within);
  });

  test("puts a live answer in its turn of the history", () => {
    const answer = anAnswer({ messageId: "a1" });
    const turns = turnsOf([...FIRST, ...OPEN], [{ question: "user q1", answer }]);
    expect(turns).toHaveLength(2);
    expect(turns[0]).toEqual({
      question: "user q1",
      questionId: "q1",
      within: null,
      stored: FIRST[1],
      live: answer,
    });
  });

  test("matches a live answer without an id to the unfinished turn", () => {
    const answer = anAnswer({ messageId: null, status: "waiting" });
    const turns = turnsOf([...FIRST, ...OPEN], [{ question: "user q2", answer }]);
    expect(turns).toHaveLength(2);
    expect(turns[1]?.live).toBe(answer);
  });

  test("does not match a rejected question to the unfinished turn", () => {
    const answer = anAnswer({ messageId: null, status: "failed" });
    const turns = turnsOf([...FIRST, ...OPEN], [{ question: "Refused?", answer }]);
    expect(turns.map((turn) => turn.question)).toEqual(["user q1", "user q2", "Refused?"]);
  });
});

describe("turnsOf with answers that the history lacks", () => {
  const ended = { question: "Ended?", answer: anAnswer({ messageId: "a2" }) };
  const unsent = { question: "Unsent?", answer: anAnswer({ messageId: null, status: "lost" }) };
  const asked = { question: "user q2", answer: anAnswer({ messageId: null, status: "waiting" }) };
  const questions = (...parameters: Parameters<typeof turnsOf>) =>
    turnsOf(...parameters).map(({ question }) => question);

  test("keeps them in the order in which they were asked", () => {
    expect(questions(FIRST, [ended, unsent, asked])).toEqual([
      "user q1",
      "Ended?",
      "Unsent?",
      "user q2",
    ]);
  });

  test("keeps a question that was not sent before the one that was asked after it", () => {
    expect(questions([...FIRST, ...OPEN], [unsent, asked])).toEqual([
      "user q1",
      "Unsent?",
      "user q2",
    ]);
  });

  test("does not take another question's unfinished turn for a new question", () => {
    const followed = { question: "user q2", answer: anAnswer({ messageId: "a2", status: "lost" }) };
    const next = { question: "Next?", answer: anAnswer({ messageId: null, status: "waiting" }) };
    const turns = turnsOf([...FIRST, ...OPEN], [followed, next]);
    expect(turns.map(({ question }) => question)).toEqual(["user q1", "user q2", "Next?"]);
    expect(turns[1]?.live).toBe(followed.answer);
    expect(questions([...FIRST, ...OPEN], [next])).toEqual(["user q1", "user q2", "Next?"]);
  });
});

describe("turnsOf with a question whose id did not arrive", () => {
  const NEXT = [aMessage("user", "q2"), aMessage("assistant", "a2")];
  const lost = (after: string | null, changes: Partial<Answer> = {}): LiveAnswer => ({
    question: "user q2",
    answer: anAnswer({ messageId: null, status: "lost", ...changes }),
    asked: { cache: true, within: null, model: null, idempotencyKey: "k", after },
  });

  test.each(["a1", null])("finds it in the history, asked after %s", (after) => {
    const live = lost(after);
    const turns = turnsOf([...FIRST, ...NEXT], [live]);
    expect(turns.map(({ question }) => question)).toEqual(["user q1", "user q2"]);
    expect(turns[1]?.live).toBe(live.answer);
  });

  test.each([
    ["an equal one was asked before it", lost("a2")],
    ["the history does not reach back to its asking", lost("a0")],
    ["the server has rejected it", lost("a1", { status: "failed" })],
  ])("keeps it if %s", (_, live) => {
    const turns = turnsOf([...FIRST, ...NEXT], [live]);
    expect(turns.map(({ stored }) => stored?.message_id)).toEqual(["a1", "a2", undefined]);
  });

  test("does not take the turn of an equal question that is followed", () => {
    const followed = { question: "user q2", answer: anAnswer({ messageId: "a2" }) };
    const turns = turnsOf([...FIRST, ...NEXT], [followed, lost("a1")]);
    expect(turns[1]?.live).toBe(followed.answer);
    expect(turns).toHaveLength(3);
  });
});

describe("openTurn", () => {
  test("is the last answer while it is written", () => {
    expect(openTurn([...FIRST, ...OPEN])).toEqual({ question: "user q2", id: "a2" });
  });

  test("is null when every answer has ended", () => {
    expect(openTurn(FIRST)).toBeNull();
    expect(openTurn([])).toBeNull();
  });
});
