/** Browser storage. Where the browser refuses access, nothing is stored. */

import { useSyncExternalStore } from "react";

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
  for (const listener of listeners) listener();
}

/** Returns a stored choice, and follows it: in another tab of this browser, too. */
export function useStored(key: string): string | null {
  return useSyncExternalStore(subscribe, () => readStored(key));
}

const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener("storage", listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener("storage", listener);
  };
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
