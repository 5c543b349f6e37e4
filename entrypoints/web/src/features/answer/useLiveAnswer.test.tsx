import { act, cleanup, render, screen } from "@testing-library/react";
import { afterEach, expect, test, vi } from "vitest";
import { liveAnswers, useLiveAnswer } from "./liveAnswers";

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

function Page({ sessionId }: { sessionId: string }) {
  const live = useLiveAnswer(sessionId);
  return <p>{live ? `${live.question} ${live.answer.status}` : "nothing"}</p>;
}

test("a page has the live answer of its session until it is dismissed", () => {
  vi.stubGlobal("fetch", () => new Promise(() => undefined));
  const { rerender } = render(<Page sessionId="a" />);
  expect(screen.getByText("nothing")).toBeDefined();
  act(() => liveAnswers.ask("a", "Open?"));
  expect(screen.getByText("Open? waiting")).toBeDefined();
  rerender(<Page sessionId="b" />);
  expect(screen.getByText("nothing")).toBeDefined();
  rerender(<Page sessionId="a" />);
  act(() => liveAnswers.dismiss("a"));
  expect(screen.getByText("nothing")).toBeDefined();
});
