import { act, renderHook } from "@testing-library/react";
import { expect, test, vi } from "vitest";

await vi.hoisted(() => import("@/testing/pageEnvironment"));

import { chooseTheme, storedTheme, useTheme } from "./theme";

const shownTheme = () => document.documentElement.dataset.theme;

test("a theme that was chosen is shown and stored", () => {
  chooseTheme("dark");
  expect(shownTheme()).toBe("dark");
  expect(storedTheme()).toBe("dark");
});

test("without a choice the system decides", () => {
  chooseTheme("dark");
  chooseTheme(null);
  expect(shownTheme()).toBeUndefined();
  expect(storedTheme()).toBeNull();
});

test("unknown stored values are ignored", () => {
  localStorage.setItem("quoth.theme", "purple");
  expect(storedTheme()).toBeNull();
});

test("a theme that is chosen in another tab is followed", () => {
  const { result } = renderHook(useTheme);
  expect(result.current).toBeNull();
  act(() => {
    localStorage.setItem("quoth.theme", "dark");
    window.dispatchEvent(new StorageEvent("storage", { key: "quoth.theme" }));
  });
  expect(result.current).toBe("dark");
});

test("a theme is shown even if storage is refused", () => {
  const refuse = () => {
    throw new DOMException("refused", "SecurityError");
  };
  vi.spyOn(Storage.prototype, "getItem").mockImplementation(refuse);
  vi.spyOn(Storage.prototype, "setItem").mockImplementation(refuse);
  vi.spyOn(Storage.prototype, "removeItem").mockImplementation(refuse);
  chooseTheme("light");
  expect(shownTheme()).toBe("light");
  expect(storedTheme()).toBeNull();
  chooseTheme(null);
  expect(shownTheme()).toBeUndefined();
});
