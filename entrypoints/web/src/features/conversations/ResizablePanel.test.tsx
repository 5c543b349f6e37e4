import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ResizablePanel } from "./ResizablePanel";

beforeEach(() => {
  localStorage.clear();
  vi.spyOn(HTMLElement.prototype, "offsetWidth", "get").mockReturnValue(500);
  vi.spyOn(HTMLElement.prototype, "clientWidth", "get").mockReturnValue(1400);
});

afterEach(cleanup);

function open() {
  render(
    <ResizablePanel labelledBy="h">
      <h2 id="h">Panel</h2>
    </ResizablePanel>,
  );
  return {
    panel: screen.getByRole("complementary", { name: "Panel" }),
    edge: screen.getByRole("separator", { name: "Width of the panel" }),
  };
}

test("keeps the width that the keyboard gave it, within its limits", () => {
  const { panel, edge } = open();
  fireEvent.keyDown(edge, { key: "ArrowLeft" });
  expect(panel.style.width).toBe("532px");
  fireEvent.keyDown(edge, { key: "End" });
  expect(panel.style.width).toBe("1080px");
  fireEvent.keyDown(edge, { key: "Home" });
  expect(panel.style.width).toBe("360px");
  expect(edge.getAttribute("aria-valuenow")).toBe("360");
  cleanup();
  expect(open().panel.style.width).toBe("360px");
});

test("goes back to the width that fits the window", () => {
  const { panel, edge } = open();
  fireEvent.keyDown(edge, { key: "ArrowRight" });
  fireEvent.doubleClick(edge);
  expect(panel.style.width).toBe("");
  cleanup();
  expect(open().panel.style.width).toBe("");
});
