import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test, vi } from "vitest";

const { problem, server, show } = await vi.hoisted(() => import("@/testing/pageEnvironment"));

import type { DailyUsage } from "@/api/types";
import { accessibilityViolations } from "@/testing/accessibility";
import { costInWords } from "./totals";
import { UsagePage } from "./UsagePage";

function aUsage(day: string, model: string, changes: Partial<DailyUsage> = {}): DailyUsage {
  return {
    day,
    model,
    calls: 2,
    prompt_tokens: 1_000,
    completion_tokens: 40,
    uncounted: 0,
    cost: 0.25,
    unpriced: 0,
    ...changes,
  };
}

function serve(...items: DailyUsage[]) {
  server.on("GET /api/model/usage", () =>
    Response.json({ since: "2026-03-01", until: "2026-03-31", items }),
  );
}

const UNKNOWN = { prompt_tokens: null, completion_tokens: null, uncounted: 2 };

function rowsOf(label: string): string[] {
  const rows = within(screen.getByRole("region", { name: label })).getAllByRole("row");
  return rows.slice(1).map((row) => Array.from(row.children, (cell) => cell.textContent).join("|"));
}

test("shows what each model was used for, in all and by day, the last day first", async () => {
  serve(
    aUsage("2026-03-10", "house"),
    aUsage("2026-03-10", "local", { ...UNKNOWN, cost: null, unpriced: 2 }),
    aUsage("2026-03-12", "house", { calls: 1, uncounted: 1, cost: 0.5 }),
  );
  show(<UsagePage />);
  await screen.findByRole("heading", { name: "By day" });
  expect(rowsOf("Usage by model")).toEqual([
    "house|3|≥\u00a02,000|≥\u00a080|0.75",
    "local|2|unknown|unknown|unknown",
    "All|5|≥\u00a02,000|≥\u00a080|≥\u00a00.75",
  ]);
  expect(rowsOf("Usage by day")).toEqual([
    "Mar 12, 2026",
    "house|1|≥\u00a01,000|≥\u00a040|0.50",
    "Mar 10, 2026",
    "house|2|1,000|40|0.25",
    "local|2|unknown|unknown|unknown",
  ]);
  expect(await accessibilityViolations()).toEqual([]);
});

test("asks for the period that is chosen, and says if no model was used", async () => {
  serve();
  show(<UsagePage />);
  await screen.findByText(/No language model was used in this time/);
  await userEvent.selectOptions(screen.getByRole("combobox", { name: "Period" }), "Last 7 days");
  const asked = server.log.map(
    (line) => new URLSearchParams(line.split("?")[1]).get("since") ?? "",
  );
  const [month = "", week = ""] = asked;
  expect((Date.parse(week) - Date.parse(month)) / 86_400_000).toBe(23);
});

test("says why it cannot be shown, so that one can try again", async () => {
  server.on("GET /api/model/usage", () => problem(503, "database_unavailable", "No database."));
  show(<UsagePage />);
  await screen.findByText("No database.");
  serve(aUsage("2026-03-10", "house"));
  await userEvent.click(screen.getByRole("button", { name: "Try again" }));
  expect(await screen.findByRole("heading", { name: "By model" })).toBeDefined();
});

test.each([
  [0, "0.00"],
  [0.000_01, "less than 0.0001"],
  [0.0123, "0.0123"],
  [1_234.5, "1,234.50"],
])("writes a cost of %d as %s", (cost, words) => {
  expect(costInWords(aUsage("2026-03-10", "house", { cost }))).toBe(words);
});
