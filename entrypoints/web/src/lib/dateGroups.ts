/** Names the part of the past that a day belongs to. */

import { t } from "@/words";
import { month } from "@/words/format";

const DAY_MS = 86_400_000;

/** Returns `Today`, `Yesterday`, `Last 7 days`, `Last 30 days`, or a month such as `March 2026`. */
export function dateGroupOf(time: string, now: Date): string {
  const date = new Date(time);
  const days = Math.round((startOf(now) - startOf(date)) / DAY_MS); // rounded: days of 23 hours
  if (days <= 0) return t.dates.today;
  if (days === 1) return t.dates.yesterday;
  if (days < 7) return t.dates.lastWeek;
  if (days < 30) return t.dates.lastMonth;
  return month(date);
}

function startOf(date: Date): number {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
}
