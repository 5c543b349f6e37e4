/** Numbers, dates, lists and plurals in the locale of the pages. */

import { locale } from "./locale";

/** The forms of a noun by the plural rules of a language, such as `one` and `other`. */
export type Forms = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };

export function number(value: number, options?: Intl.NumberFormatOptions): string {
  return value.toLocaleString(locale, options);
}

/** Formats a share from 0 to 1, such as "17%". */
export function percent(share: number): string {
  return number(share, { style: "percent", maximumFractionDigits: 0 });
}

/** Returns the form that goes with a number. */
export function plural(count: number, forms: Forms): string {
  return forms[new Intl.PluralRules(locale).select(count)] ?? forms.other;
}

/** Returns a number with its noun, such as "1 passage" and "2,000 passages". */
export function counted(count: number, forms: Forms): string {
  return `${number(count)} ${plural(count, forms)}`;
}

/** Formats a day, such as "Mar 12, 2026". */
export function day(time: string | Date, options?: Intl.DateTimeFormatOptions): string {
  return new Date(time).toLocaleDateString(locale, { dateStyle: "medium", ...options });
}

/** Formats a day with its time, such as "Mar 12, 2026, 4:30 PM". */
export function moment(time: string | Date): string {
  return new Date(time).toLocaleString(locale, { dateStyle: "medium", timeStyle: "short" });
}

/** Formats a month, such as "March 2026". */
export function month(time: Date): string {
  return time.toLocaleDateString(locale, { month: "long", year: "numeric" });
}

/** Joins names, such as "PDF, Word, and Markdown". */
export function listed(names: readonly string[]): string {
  return new Intl.ListFormat(locale, { type: "conjunction" }).format(names);
}

/** Returns the name of a language, such as "German" for "de". */
export function languageOf(code: string): string {
  return new Intl.DisplayNames(locale, { type: "language" }).of(code) ?? code;
}

/** Compares two words in the alphabetical order of the locale. */
export function compare(one: string, other: string): number {
  return one.localeCompare(other, locale);
}
