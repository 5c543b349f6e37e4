import { act, cleanup, configure, renderHook, waitFor } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Place } from "@/lib/place";
import { usePanel } from "./usePanel";

configure({ asyncUtilTimeout: 20_000 });

const PLACE: Place = {
  documentId: "d",
  version: undefined,
  filename: "pumps.md",
  start: 1,
  end: 9,
  verified: true,
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
