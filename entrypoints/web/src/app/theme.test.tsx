import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, test, vi } from "vitest";

const { setMedia, show } = await vi.hoisted(() => import("@/testing/pageEnvironment"));

import { ThemeToggle } from "./ThemeToggle";
import { applyTheme, storedTheme } from "./theme";

const shownTheme = () => document.documentElement.dataset.theme;

describe("a theme", () => {
  test("that was chosen is shown and remembered", () => {
    applyTheme("dark");
    expect(shownTheme()).toBe("dark");
    expect(storedTheme()).toBe("dark");
  });

  test("that is no longer chosen leaves it to the system", () => {
    applyTheme("dark");
    applyTheme(null);
    expect(shownTheme()).toBeUndefined();
    expect(storedTheme()).toBeNull();
  });

  test("is not taken from what somebody else stored", () => {
    localStorage.setItem("quoth.theme", "purple");
    expect(storedTheme()).toBeNull();
  });

  test("is shown even where nothing may be stored", () => {
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
  test("offers the other theme, and goes back to following the system", async () => {
    setMedia("(prefers-color-scheme: dark)");
    show(<ThemeToggle />);

    await userEvent.click(screen.getByRole("button", { name: "Use the light theme" }));
    expect(shownTheme()).toBe("light");

    await userEvent.click(screen.getByRole("button", { name: "Use the dark theme" }));
    expect(shownTheme()).toBeUndefined();
    expect(storedTheme()).toBeNull();
  });
});
