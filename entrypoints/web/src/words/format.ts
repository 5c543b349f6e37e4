/** Numbers, dates, lists and plurals in the locale of the pages. */

import { locale } from "./locale";

/** Formatters by kind, locale and options: to make one takes longer than to use it a hundred times. */
const formatters = new Map<string, unknown>();

function formatter<Formatter, Options>(
  Kind: new (locale: string, options: Options) => Formatter,
  options: Options,
): Formatter {
  const key = `${Kind.name} ${locale} ${JSON.stringify(options)}`;
  const made = (formatters.get(key) as Formatter | undefined) ?? new Kind(locale, options);
  formatters.set(key, made);
  return made;
}

/** The forms of a noun by the plural rules of a language, such as `one` and `other`. */
export type Forms = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };

export function number(value: number, options?: Intl.NumberFormatOptions): string {
  return formatter(Intl.NumberFormat, options).format(value);
}

/** Formats a share from 0 to 1, such as "17%". */
export function percent(share: number): string {
  return number(share, { style: "percent", maximumFractionDigits: 0 });
}

/** Returns the form that goes with a number. */
export function plural(count: number, forms: Forms): string {
  return forms[formatter(Intl.PluralRules, {}).select(count)] ?? forms.other;
}

/** Returns a number with its noun, such as "1 passage" and "2,000 passages". */
export function counted(count: number, forms: Forms): string {
  return `${number(count)} ${plural(count, forms)}`;
}

/** Formats a day, such as "Mar 12, 2026". */
export function day(time: string | Date, options?: Intl.DateTimeFormatOptions): string {
  return inWords(time, { dateStyle: "medium", ...options });
}

/** Formats a day with its time, such as "Mar 12, 2026, 4:30 PM". */
export function moment(time: string | Date): string {
  return inWords(time, { dateStyle: "medium", timeStyle: "short" });
}

/** Formats a month, such as "March 2026". */
export function month(time: string | Date, options?: Intl.DateTimeFormatOptions): string {
  return inWords(time, { month: "long", year: "numeric", ...options });
}

/** Joins names, such as "PDF, Word, and Markdown". */
export function listed(names: readonly string[]): string {
  return formatter(Intl.ListFormat, { type: "conjunction" }).format(names);
}

/** Returns the name of a language, such as "German" for "de". */
export function languageOf(code: string): string {
  return formatter(Intl.DisplayNames, { type: "language" }).of(code) ?? code;
}

/** Compares two words in the alphabetical order of the locale. */
export function compare(one: string, other: string): number {
  return formatter(Intl.Collator, {}).compare(one, other);
}

function inWords(time: string | Date, options: Intl.DateTimeFormatOptions): string {
  return formatter(Intl.DateTimeFormat, options).format(new Date(time));
}
