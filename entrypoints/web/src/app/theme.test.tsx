import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, test, vi } from "vitest";

const { setMedia, show } = await vi.hoisted(() => import("@/testing/pageEnvironment"));

import { ThemeToggle } from "./ThemeToggle";
import { applyTheme, storedTheme } from "./theme";

const shownTheme = () => document.documentElement.dataset.theme;

describe("a theme", () => {
  test("that was chosen is applied and stored", () => {
    applyTheme("dark");
    expect(shownTheme()).toBe("dark");
    expect(storedTheme()).toBe("dark");
  });

  test("that is reset follows the system", () => {
    applyTheme("dark");
    applyTheme(null);
    expect(shownTheme()).toBeUndefined();
    expect(storedTheme()).toBeNull();
  });

  test("ignores unknown stored values", () => {
    localStorage.setItem("quoth.theme", "purple");
    expect(storedTheme()).toBeNull();
  });

  test("is applied even if storage is refused", () => {
    const refuse = () => {
      throw new DOMException("refused", "SecurityError");
    };
    vi.spyOn(Storage.prototype, "getItem").mockImplementation(refuse);
    vi.spyOn(Storage.prototype, "setItem").mockImplementation(refuse);
    vi.spyOn(Storage.prototype, "removeItem").mockImplementation(refuse);
    applyTheme("light");
    expect(shownTheme()).toBe("light");
    expect(storedTheme()).toBeNull();
    applyTheme(null);
    expect(shownTheme()).toBeUndefined();
  });
});

describe("the toggle", () => {
  test("switches the theme, and returns to following the system", async () => {
    setMedia("(prefers-color-scheme: dark)");
    show(<ThemeToggle />);

    await userEvent.click(screen.getByRole("button", { name: "Use the light theme" }));
    expect(shownTheme()).toBe("light");

    await userEvent.click(screen.getByRole("button", { name: "Use the dark theme" }));
    expect(shownTheme()).toBeUndefined();
    expect(storedTheme()).toBeNull();
  });
});
