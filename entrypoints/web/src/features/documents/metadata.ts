/** What files say of themselves, in the language of the pages. */

import { t } from "@/words/all";
import { day, month } from "@/words/format";

const DATES = new Set(["created", "date", "modified"]);
const DAY = /^\d{4}-\d\d-\d\d$/;
const MONTH = /^\d{4}-\d\d$/;
const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d/;

/** Returns the name of a property; one that only people have given stays as it is. */
export function nameInWords(name: string): string {
  const names: Readonly<Record<string, string>> = t.documents.metadata;
  return Object.hasOwn(names, name) ? (names[name] ?? name) : name;
}

/** Returns the value of a property, with a date as dates are written elsewhere. */
export function valueInWords(name: string, value: string | readonly string[]): string {
  if (typeof value !== "string") return value.join(", ");
  if (!DATES.has(name) || Number.isNaN(Date.parse(value))) return value;
  // a day is the same one in every time zone
  if (DAY.test(value)) return day(value, { timeZone: "UTC" });
  if (MONTH.test(value)) return month(value, { timeZone: "UTC" });
  return MOMENT.test(value) ? day(value) : value;
}
