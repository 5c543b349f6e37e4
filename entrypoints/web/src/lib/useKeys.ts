import { useEffect, useRef } from "react";

/** What each key does, by the character that it types. */
type Keys = Readonly<Record<string, () => void>>;

/** Handles single keys anywhere on the page, but where somebody types. */
export function useKeys(keys: Keys): void {
  const latest = useRef(keys);
  latest.current = keys;
  useEffect(() => {
    const handle = (event: KeyboardEvent) => {
      const action = latest.current[event.key];
      if (action === undefined || isTaken(event)) return;
      event.preventDefault();
      action();
    };
    window.addEventListener("keydown", handle);
    return () => window.removeEventListener("keydown", handle);
  }, []);
}

// Alt is left out: with it, many keyboards type brackets
function isTaken({ target, ctrlKey, metaKey, defaultPrevented, isComposing }: KeyboardEvent) {
  return (
    defaultPrevented ||
    isComposing ||
    // on Windows, the key that types brackets counts as Ctrl and Alt, and as neither here
    ctrlKey ||
    metaKey ||
    (target instanceof HTMLElement &&
      (target.isContentEditable || target.matches("input, textarea, select")))
  );
}
