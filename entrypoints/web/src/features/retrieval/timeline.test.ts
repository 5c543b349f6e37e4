import { expect, test } from "vitest";
import { inWords, timeline } from "./timeline";

const NOTHING = { embed: null, search: null, first_token: null, total: null };

test("makes consecutive segments up to the end of the answer", () => {
  expect(timeline({ embed: 10, search: 30, first_token: 100, total: 400 })).toEqual([
    { stage: "embedding", start: 0, end: 10 },
    { stage: "searching", start: 10, end: 40 },
    { stage: "first_word", start: 40, end: 100 },
    { stage: "writing", start: 100, end: 400 },
  ]);
});

test("has a segment for a question that was rewritten", () => {
  expect(timeline({ ...NOTHING, embed: 10, rewrite: 400, search: 30 })).toEqual([
    { stage: "embedding", start: 0, end: 10 },
    { stage: "rewriting", start: 10, end: 410 },
    { stage: "searching", start: 410, end: 440 },
  ]);
});

test("calls the time without a first token the rest", () => {
  expect(timeline({ embed: 10, search: 30, first_token: null, total: 50 })).toEqual([
    { stage: "embedding", start: 0, end: 10 },
    { stage: "searching", start: 10, end: 40 },
    { stage: "rest", start: 40, end: 50 },
  ]);
});

test("has one segment for a cached answer", () => {
  expect(timeline({ ...NOTHING, total: 2 })).toEqual([{ stage: "rest", start: 0, end: 2 }]);
});

test("omits unknown stages", () => {
  expect(timeline(NOTHING)).toEqual([]);
  expect(timeline({ ...NOTHING, search: 5 })).toEqual([{ stage: "searching", start: 0, end: 5 }]);
});

test("never runs backwards, even with rounded timings", () => {
  expect(timeline({ embed: 10, search: 30, first_token: 39, total: 39 })).toEqual([
    { stage: "embedding", start: 0, end: 10 },
    { stage: "searching", start: 10, end: 40 },
  ]);
});

test("formats durations with significant digits", () => {
  expect([0.42, 9.6, 10.4, 999, 1234].map(inWords)).toEqual([
    "0.4 ms",
    "9.6 ms",
    "10 ms",
    "999 ms",
    "1.2 s",
  ]);
});
