/** Whether the page is being printed, so that what is drawn only in part is drawn as a whole. */

import { useSyncExternalStore } from "react";
import { flushSync } from "react-dom";

const listeners = new Set<() => void>();
let isPrinting = false;

function set(next: boolean): void {
  if (next === isPrinting) return;
  isPrinting = next;
  // a browser prints what is on the page when the event has been handled
  flushSync(() => {
    for (const listener of listeners) listener();
  });
}

if (typeof window !== "undefined" && typeof window.matchMedia === "function") {
  window.addEventListener("beforeprint", () => set(true));
  window.addEventListener("afterprint", () => set(false));
  // without a print dialog, as in tools that make a PDF
  window.matchMedia("print").addEventListener("change", ({ matches }) => set(matches));
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function usePrinting(): boolean {
  return useSyncExternalStore(subscribe, () => isPrinting);
}
