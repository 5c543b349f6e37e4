/** Browser storage. Where the browser refuses access, nothing is stored. */

/** `local` is stored until it is removed, `session` until the tab is closed. */
type Area = "local" | "session";

export function readStored(key: string, area: Area = "local"): string | null {
  try {
    return storageOf(area).getItem(key);
  } catch {
    return null;
  }
}

/** Stores a value; null removes it. */
export function writeStored(key: string, value: string | null, area: Area = "local"): void {
  try {
    if (value === null) storageOf(area).removeItem(key);
    else storageOf(area).setItem(key, value);
  } catch {
    // private windows and full disks refuse
  }
}

/** Removes what is stored until the tab is closed, such as what was typed. */
export function forgetTab(): void {
  try {
    storageOf("session").clear();
  } catch {
    // it holds nothing then
  }
}

/** Throws if the browser denies access to storage. */
function storageOf(area: Area): Storage {
  return area === "local" ? localStorage : sessionStorage;
}
