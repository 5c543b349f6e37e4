import { act, renderHook } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { useInSteps } from "./useInSteps";

test("draws a long list that comes later over several frames, and all of it in the end", () => {
  vi.useFakeTimers();
  const { result, rerender } = renderHook(useInSteps, { initialProps: 0 });
  rerender(50);
  const drawn = [result.current];
  while (result.current < 50) {
    act(() => vi.advanceTimersToNextFrame());
    drawn.push(result.current);
  }
  expect(drawn).toEqual([0, 20, 40, 50]);
});

test("draws at once what is short, and what is there from the beginning", () => {
  const { result, rerender } = renderHook(useInSteps, { initialProps: 0 });
  rerender(20);
  expect(result.current).toBe(20);
  expect(renderHook(useInSteps, { initialProps: 500 }).result.current).toBe(500);
});
