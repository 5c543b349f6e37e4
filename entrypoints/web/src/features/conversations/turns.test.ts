import { describe, expect, test } from "vitest";
import { aMessage, anAnswer } from "@/testing/answers";
import { openTurn, turnsOf } from "./turns";

const FIRST = [aMessage("user", "q1"), aMessage("assistant", "a1")];
const OPEN = [aMessage("user", "q2"), aMessage("assistant", "a2", { finish_reason: null })];

describe("turnsOf", () => {
  test("puts each answer below its question", () => {
    expect(turnsOf([...FIRST, ...OPEN], [])).toEqual([
      { question: "user q1", stored: FIRST[1], live: null },
      { question: "user q2", stored: OPEN[1], live: null },
    ]);
  });

  test("appends a live answer that the history lacks", () => {
    const answer = anAnswer({ messageId: "a2", status: "streaming" });
    const turns = turnsOf(FIRST, [{ question: "More?", answer }]);
    expect(turns).toHaveLength(2);
    expect(turns[1]).toEqual({ question: "More?", stored: null, live: answer });
  });

  test("puts a live answer in its turn of the history", () => {
    const answer = anAnswer({ messageId: "a1" });
    const turns = turnsOf([...FIRST, ...OPEN], [{ question: "user q1", answer }]);
    expect(turns).toHaveLength(2);
    expect(turns[0]).toEqual({ question: "user q1", stored: FIRST[1], live: answer });
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

describe("openTurn", () => {
  test("is the last answer while it is written", () => {
    expect(openTurn([...FIRST, ...OPEN])).toEqual({ question: "user q2", id: "a2" });
  });

  test("is null when every answer has ended", () => {
    expect(openTurn(FIRST)).toBeNull();
    expect(openTurn([])).toBeNull();
  });
});
