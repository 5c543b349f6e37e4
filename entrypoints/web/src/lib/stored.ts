/** What this browser remembers of a visitor. It may refuse to, then nothing is remembered. */

/** `local` is remembered until it is removed, `session` until the tab is closed. */
type Area = "local" | "session";

export function readStored(key: string, area: Area = "local"): string | null {
  try {
    return storageOf(area).getItem(key);
  } catch {
    return null;
  }
}

/** Remembers a value; null forgets it. */
export function writeStored(key: string, value: string | null, area: Area = "local"): void {
  try {
    if (value === null) storageOf(area).removeItem(key);
    else storageOf(area).setItem(key, value);
  } catch {
    // private windows and full disks refuse; what was chosen holds until the page is left
  }
}

/** Throws where the browser allows no storage at all. */
function storageOf(area: Area): Storage {
  return area === "local" ? localStorage : sessionStorage;
}
