import { act, renderHook } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { useInSteps } from "./useInSteps";

interface Props {
  length: number;
  from?: number;
}

const inSteps = ({ length, from }: Props) => useInSteps(length, 20, from);

function drawnWithEachFrame(first: number, length: number): number[] {
  vi.useFakeTimers();
  const { result, rerender } = renderHook(inSteps, { initialProps: { length: first } as Props });
  rerender({ length });
  const drawn = [result.current];
  while (result.current < length) {
    act(() => vi.advanceTimersToNextFrame());
    drawn.push(result.current);
  }
  return drawn;
}

test("draws what grows by much over several frames, and all of it in the end", () => {
  expect(drawnWithEachFrame(0, 50)).toEqual([20, 40, 50]);
  expect(drawnWithEachFrame(500, 550)).toEqual([520, 540, 550]);
});

test("draws at once what grows by little, what shrinks, and what is there from the beginning", () => {
  const { result, rerender } = renderHook(inSteps, { initialProps: { length: 500 } as Props });
  for (const length of [500, 520, 540, 1, 21]) {
    rerender({ length });
    expect(result.current).toBe(length);
  }
});

test("draws in steps what is there from the beginning, if none of it was drawn before", () => {
  const initialProps = { length: 50, from: 0 };
  expect(renderHook(inSteps, { initialProps }).result.current).toBe(20);
});
