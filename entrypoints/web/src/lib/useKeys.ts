import { useEffect, useRef } from "react";
import { readStored, useStored, writeStored } from "./stored";

/** What each key does, by the character that it types, or by its name. */
type Keys = Readonly<Record<string, () => void>>;

const STORED = "quoth.keys";

/** The parts of the page that handle keys, the newest last. */
const mounted: { current: Keys }[] = [];

/**
 * Handles single keys anywhere on the page, but where somebody types.
 *
 * If several parts of the page handle a key, the newest one does: what opened last is in front.
 */
export function useKeys(keys: Keys): void {
  const latest = useRef(keys);
  latest.current = keys;
  useEffect(() => {
    if (mounted.length === 0) window.addEventListener("keydown", handle);
    mounted.push(latest);
    return () => {
      mounted.splice(mounted.indexOf(latest), 1);
      if (mounted.length === 0) window.removeEventListener("keydown", handle);
    };
  }, []);
}

/** Whether keys that type a character are shortcuts. Speech input can press them by mistake. */
export function useSingleKeys(): boolean {
  return useStored(STORED) !== "off";
}

export function chooseSingleKeys(on: boolean): void {
  writeStored(STORED, on ? null : "off");
}

function handle(event: KeyboardEvent): void {
  const { key } = event;
  const action = mounted.findLast(({ current }) => key in current)?.current[key];
  if (action === undefined || isTaken(event)) return;
  if (key.length === 1 && readStored(STORED) === "off") return;
  event.preventDefault();
  action();
}

// Alt is left out: with it, many keyboards type brackets
function isTaken({ key, target, ctrlKey, metaKey, defaultPrevented, isComposing }: KeyboardEvent) {
  return (
    defaultPrevented ||
    isComposing ||
    // on Windows, the key that types brackets counts as Ctrl and Alt, and as neither here
    ctrlKey ||
    metaKey ||
    (target instanceof HTMLElement && (key === "Escape" ? isFilledSearch(target) : isField(target)))
  );
}

function isField(element: HTMLElement): boolean {
  return element.isContentEditable || element.matches("input, textarea, select");
}

/** Whether Escape does something else there: browsers clear search fields with it. */
export function isFilledSearch(element: EventTarget | null): boolean {
  return element instanceof HTMLInputElement && element.type === "search" && element.value !== "";
}
