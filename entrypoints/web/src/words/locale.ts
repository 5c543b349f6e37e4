/** The locale by which numbers, dates and plurals are formatted, such as "de-AT". */
export let locale = "en";

export function setLocale(chosen: string): void {
  locale = chosen;
}
