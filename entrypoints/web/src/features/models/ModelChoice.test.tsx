import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, test, vi } from "vitest";

const { server, show } = await vi.hoisted(() => import("@/testing/pageEnvironment"));

import type { Model } from "@/api/types";
import { readModel } from "./chosenModel";
import { ModelChoice } from "./ModelChoice";

function aModel(name: string, changes: Partial<Model> = {}): Model {
  return {
    name,
    provider: "groq",
    default: false,
    context_window: 8192,
    price_in: null,
    price_out: null,
    available: true,
    problem: null,
    leaving: "questions",
    ...changes,
  };
}

function serve(...items: Model[]) {
  server.on("GET /api/model", () => Response.json({ items }));
}

const HOUSE = aModel("house", { default: true });
const QUOTING = aModel("extractive", { provider: "extractive", available: false });

beforeEach(() => localStorage.clear());

test("remembers a model, and nothing for the default one", async () => {
  serve(HOUSE, QUOTING);
  show(<ModelChoice />);
  const choice = await screen.findByRole<HTMLSelectElement>("combobox", { name: "Answer by" });
  expect(choice.value).toBe("house");
  const quoting = "quotations, no language model, failed last time";
  await userEvent.selectOptions(choice, quoting);
  expect(readModel()).toBe("extractive");
  expect(choice.value).toBe("extractive");
  await userEvent.selectOptions(choice, "house");
  expect(readModel()).toBeNull();
});

test("forgets a model that the server no longer has", async () => {
  localStorage.setItem("quoth-model", "gone");
  serve(HOUSE, QUOTING);
  show(<ModelChoice />);
  await waitFor(() => expect(readModel()).toBeNull());
});

test("shows nothing if there is one model", async () => {
  serve(QUOTING);
  show(<ModelChoice />);
  await waitFor(() => expect(server.log).toEqual(["GET /api/model"]));
  expect(screen.queryByRole("combobox")).toBeNull();
});
