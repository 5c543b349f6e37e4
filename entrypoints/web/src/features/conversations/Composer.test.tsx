import { createEvent, fireEvent, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import axe from "axe-core";
import { beforeEach, expect, test, vi } from "vitest";

await vi.hoisted(() => import("@/testing/pageEnvironment"));

import { Composer } from "./Composer";
import { useDraft } from "./ComposerDraft";

const onSend = vi.fn();
const onStop = vi.fn();

beforeEach(() => {
  onSend.mockClear();
  onStop.mockClear();
});

function Drafted({ conversation = "c", busy = false }) {
  const [text, setText] = useDraft(conversation);
  return <Composer text={text} onText={setText} onSend={onSend} busy={busy} onStop={onStop} />;
}

const field = () => screen.getByRole<HTMLTextAreaElement>("textbox", { name: "Your question" });
const button = (name: string) => screen.getByRole<HTMLButtonElement>("button", { name });

test("sends with Enter, without surrounding white space", async () => {
  render(<Drafted conversation="enter" />);
  await userEvent.type(field(), "  How do pumps fail? {Enter}");
  expect(onSend).toHaveBeenCalledExactlyOnceWith("How do pumps fail?");
});

test("inserts a line break with Shift+Enter", async () => {
  render(<Drafted conversation="shift" />);
  await userEvent.type(field(), "one{Shift>}{Enter}{/Shift}two");
  expect(field().value).toBe("one\ntwo");
  expect(onSend).not.toHaveBeenCalled();
});

test.each([
  ["while it composes", { isComposing: true }],
  ["in Safari, which ends composing too early", { keyCode: 229 }],
])("leaves Enter to an input method %s", async (_, init) => {
  render(<Drafted conversation="ime" />);
  fireEvent.change(field(), { target: { value: "ポンプ" } });
  const event = createEvent.keyDown(field(), { key: "Enter", ...init });
  fireEvent(field(), event);
  expect(onSend).not.toHaveBeenCalled();
  expect(event.defaultPrevented).toBe(false);
});

test("does not send an empty question", async () => {
  render(<Drafted conversation="empty" />);
  expect(button("Send").disabled).toBe(true);
  await userEvent.type(field(), "   {Enter}");
  expect(button("Send").disabled).toBe(true);
  expect(onSend).not.toHaveBeenCalled();
});

test("says by how many characters a question is too long, and does not send it", () => {
  render(<Drafted conversation="long" />);
  fireEvent.change(field(), { target: { value: "🦜".repeat(32_000) } });
  expect(button("Send").disabled).toBe(false);
  fireEvent.change(field(), { target: { value: "🦜".repeat(33_204) } });
  expect(screen.getByText(/1,204 characters too long. The limit is 32,000/)).toBeDefined();
  expect(button("Send").disabled).toBe(true);
  fireEvent.keyDown(field(), { key: "Enter" });
  expect(onSend).not.toHaveBeenCalled();
});

test("accepts typing while an answer is written, and stops the answer", async () => {
  render(<Drafted conversation="busy" busy />);
  await userEvent.type(field(), "And then?{Enter}");
  expect(field().value).toBe("And then?");
  expect(onSend).not.toHaveBeenCalled();
  expect(screen.queryByRole("button", { name: "Send" })).toBeNull();
  expect(button("Stop").title).toBe("Stop (Esc)");
  await userEvent.click(button("Stop"));
  expect(onStop).toHaveBeenCalledOnce();
});

test("stores a draft for each conversation", async () => {
  const { rerender, unmount } = render(<Drafted conversation="a" />);
  await userEvent.type(field(), "Half a question");
  rerender(<Drafted conversation="b" />);
  expect(field().value).toBe("");
  unmount();
  render(<Drafted conversation="a" />);
  expect(field().value).toBe("Half a question");
});

test("has drafts even if the browser refuses storage", async () => {
  vi.spyOn(Storage.prototype, "setItem").mockImplementation(() => {
    throw new DOMException("The quota has been exceeded.");
  });
  vi.spyOn(Storage.prototype, "getItem").mockImplementation(() => {
    throw new DOMException("The operation is insecure.");
  });
  const { unmount } = render(<Drafted conversation="refused" />);
  await userEvent.type(field(), "Still here");
  unmount();
  render(<Drafted conversation="refused" />);
  expect(field().value).toBe("Still here");
});

test("has no axe violations", async () => {
  render(<Drafted conversation="axe" />);
  const { violations } = await axe.run(document.body, {
    rules: { region: { enabled: false }, "color-contrast": { enabled: false } },
  });
  expect(violations).toEqual([]);
});
