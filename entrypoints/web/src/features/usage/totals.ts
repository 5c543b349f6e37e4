/** Sums of what models were used for. */

import type { DailyUsage } from "@/api/types";
import { t } from "@/words/all";
import { day, number } from "@/words/format";

/** What a row of a table shows; what is unknown is null. */
export type Amounts = Omit<DailyUsage, "day" | "model">;

/** Returns the sum of usages. A part that is unknown is counted as such, and not as 0. */
export function sumOf(usages: readonly Amounts[]): Amounts {
  return usages.reduce((sum, usage) => ({
    calls: sum.calls + usage.calls,
    prompt_tokens: plus(sum.prompt_tokens, usage.prompt_tokens),
    completion_tokens: plus(sum.completion_tokens, usage.completion_tokens),
    uncounted: sum.uncounted + usage.uncounted,
    cost: plus(sum.cost, usage.cost),
    unpriced: sum.unpriced + usage.unpriced,
  }));
}

/** Returns the usages of each group, in the order in which the groups first come. */
export function grouped<Item>(items: readonly Item[], nameOf: (item: Item) => string) {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const name = nameOf(item);
    groups.set(name, [...(groups.get(name) ?? []), item]);
  }
  return [...groups];
}

/** Formats a number of tokens; "≥" if calls did not say theirs. */
export function tokensInWords(tokens: number | null, { uncounted }: Amounts): string {
  if (tokens === null) return t.usage.unknown;
  return `${uncounted > 0 ? "≥\u00a0" : ""}${number(tokens)}`;
}

/** Formats a cost, in the currency of the prices; "≥" if that of some calls is unknown. */
export function costInWords({ cost, unpriced }: Amounts): string {
  if (cost === null) return t.usage.unknown;
  const digits = cost !== 0 && cost < 0.1 ? 4 : 2;
  const least = 10 ** -digits;
  const fixed = (value: number) =>
    number(value, { minimumFractionDigits: digits, maximumFractionDigits: digits });
  const amount = cost !== 0 && cost < least ? t.usage.lessThan(fixed(least)) : fixed(cost);
  return `${unpriced > 0 ? "≥\u00a0" : ""}${amount}`;
}

/** Formats a day, such as "Mar 12, 2026", in the time zone that the server counts in. */
export function dayInWords(date: string): string {
  return day(date, { timeZone: "UTC" });
}

/** Returns the first of a number of days that end today, such as "2026-03-12". */
export function firstOf(days: number): string {
  const first = new Date();
  first.setUTCDate(first.getUTCDate() - days + 1);
  return first.toISOString().slice(0, 10);
}

function plus(sum: number | null, more: number | null): number | null {
  return sum === null ? more : sum + (more ?? 0);
}
