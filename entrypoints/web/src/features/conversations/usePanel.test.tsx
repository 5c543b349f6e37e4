import { act, cleanup, configure, fireEvent, renderHook, waitFor } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Citation } from "@/api/types";
import { type Place, placeOfCitation } from "@/lib/place";
import { aCitation, aMessage, aSource } from "@/testing/answers";
import type { Turn } from "./turns";
import { type Panel, usePanel } from "./usePanel";

configure({ asyncUtilTimeout: 20_000 });

const PLACE: Place = {
  documentId: "d",
  version: undefined,
  filename: "pumps.md",
  start: 1,
  end: 9,
  within: "",
  standing: "quotation",
  passage: undefined,
  gone: false,
  stored: undefined,
};

const address = () => `${window.location.pathname}${window.location.search}`;

beforeEach(() => {
  window.history.pushState(null, "", "/before");
});

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

test("closes at once, however often Escape is pressed before the browser has gone back", async () => {
  window.history.pushState(null, "", "/c/s");
  const { result } = renderHook(() => usePanel("s", []));
  act(() => result.current.show({ kind: "inside", messageId: "a1" }));
  expect(address()).toBe("/c/s?inside=a1");

  const go = vi.spyOn(window.history, "go");
  act(() => {
    result.current.close();
    result.current.close();
  });
  await waitFor(() => expect(result.current.panel).toBeNull());
  expect(go).toHaveBeenCalledOnce();
  expect(address()).toBe("/c/s");

  act(() => result.current.show({ kind: "inside", messageId: "a1" }));
  act(() => result.current.close());
  await waitFor(() => expect(result.current.panel).toBeNull());
  expect(address()).toBe("/c/s");
});

test("closes a passage that was opened from a linked search, instead of showing the search", async () => {
  window.history.pushState(null, "", "/c/s?inside=a1");
  const { result } = renderHook(() => usePanel("s", []));
  act(() => result.current.showPassage(PLACE));
  expect(result.current.panel).toMatchObject({ kind: "document", isPassage: true });

  act(() => result.current.close());
  await waitFor(() => expect(result.current.panel).toBeNull());
  expect(address()).toBe("/c/s");
});

test("closes a passage together with the search that it was opened from", async () => {
  window.history.pushState(null, "", "/c/s");
  const { result } = renderHook(() => usePanel("s", []));
  act(() => result.current.show({ kind: "inside", messageId: "a1" }));
  act(() => result.current.showPassage(PLACE));

  act(() => result.current.close());
  await waitFor(() => expect(result.current.panel).toBeNull());
  expect(address()).toBe("/c/s");
});

function cited(start: number, answer_start: number): Citation {
  return aCitation({ char_start: start, char_end: start + 5, answer_start });
}

function turn(id: string, citations: Citation[]): Turn {
  return {
    question: "?",
    questionId: null,
    within: null,
    stored: aMessage("assistant", id, { citations, sources: [aSource()] }),
    live: null,
  };
}

test("brackets open the last and the first quotation of the newest answer, unless one is open", async () => {
  const turns = [turn("a1", [cited(60, 1)]), turn("a2", [cited(20, 9), cited(40, 1)])];
  window.history.pushState(null, "", "/c/s");
  const { result, rerender } = renderHook((shown: Turn[]) => usePanel("s", shown), {
    initialProps: turns,
  });
  const press = (key: string) => act(() => void fireEvent.keyDown(document.body, { key }));
  const close = async () => {
    act(() => result.current.close());
    await waitFor(() => expect(result.current.panel).toBeNull());
  };
  press("]");
  expect(address()).toBe("/c/s?doc=d&version=1&start=40&end=45");
  expect(result.current.panel).toMatchObject({ quotations: { index: 0, count: 2 } });
  press("[");
  expect(address()).toContain("start=40");

  await close();
  press("[");
  expect(address()).toBe("/c/s?doc=d&version=1&start=20&end=25");

  await close();
  rerender([...turns, turn("a3", [])]);
  press("]");
  expect(result.current.panel).toBeNull();
});

test("goes through the quotations of the answer that was opened, in its order", async () => {
  // both answers quote the same words
  const turns = [
    turn("a1", [cited(20, 9)]),
    turn("a2", [cited(20, 9), cited(40, 1), cited(20, 12)]),
  ];
  window.history.pushState(null, "", "/c/s");
  const { result } = renderHook(() => usePanel("s", turns));
  const place = placeOfCitation(cited(20, 9), aSource());
  act(() => result.current.show({ ...place, kind: "document" }, place, "a2"));
  const shown = () => result.current.panel as Panel & { kind: "document" };
  expect(shown().place.passage).toEqual({ start: 100, end: 200 });
  expect(shown().quotations).toMatchObject({ index: 1, count: 2, next: undefined });

  act(() => result.current.step(shown().quotations?.previous as Place));
  expect(address()).toBe("/c/s?doc=d&version=1&start=40&end=45");
  expect(shown().quotations).toMatchObject({ index: 0, count: 2, previous: undefined });

  act(() => result.current.close());
  await waitFor(() => expect(result.current.panel).toBeNull());
  expect(address()).toBe("/c/s");
});
