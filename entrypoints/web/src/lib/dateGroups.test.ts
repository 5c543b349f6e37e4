import { expect, test } from "vitest";
import { dateGroupOf } from "./dateGroups";

const NOW = new Date(2026, 2, 30, 0, 30); // the day after the clocks go forward in Europe

test.each([
  [new Date(2026, 2, 30, 0, 1), "Today"],
  [new Date(2026, 2, 31), "Today"],
  [new Date(2026, 2, 29, 23, 59), "Yesterday"],
  [new Date(2026, 2, 28, 23, 59), "Last 7 days"],
  [new Date(2026, 2, 24), "Last 7 days"],
  [new Date(2026, 2, 23, 12), "Last 30 days"],
  [new Date(2026, 1, 28, 12), "February 2026"],
])("names the part of the past: %s", (date, name) => {
  expect(dateGroupOf(date.toISOString(), NOW)).toBe(name);
});
