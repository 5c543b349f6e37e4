import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test, vi } from "vitest";

const { show } = await vi.hoisted(() => import("@/testing/pageEnvironment"));
vi.mock("@/words/de", () => {
  throw new Error("the server is away");
});

import { LanguageOfPages } from "./LanguageOfPages";

test("says so if the words of a language cannot be loaded", async () => {
  show(<LanguageOfPages />);
  await userEvent.click(screen.getByRole("radio", { name: "Deutsch" }));
  expect((await screen.findByRole("alert")).textContent).toContain("could not be loaded");
  await userEvent.click(screen.getByRole("radio", { name: "English" }));
  await vi.waitFor(() => expect(screen.queryByRole("alert")).toBeNull());
});
