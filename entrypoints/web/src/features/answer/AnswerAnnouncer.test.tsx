import { render, screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { AnswerAnnouncer } from "./AnswerAnnouncer";
import { type Answer, EMPTY_ANSWER } from "./answer";

test("of a very long answer, whole lines from its beginning are announced", () => {
  const line = `${"The valve is open. ".repeat(100).trim()}\n\n`;
  const text = line.repeat(20);
  const open: Answer = { ...EMPTY_ANSWER, status: "streaming", text };
  const { rerender } = render(<AnswerAnnouncer answer={open} />);
  rerender(<AnswerAnnouncer answer={{ ...open, status: "done", finishReason: "stop" }} />);
  const announced = screen.getByRole("status").textContent;
  expect(announced).toBe(Array.from({ length: 5 }, () => line.trim()).join("\n"));
});
