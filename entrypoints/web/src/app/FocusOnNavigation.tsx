/** Moves focus on navigation, as a browser does when it loads a page. */

import { type RefObject, useEffect, useRef } from "react";
import { useLocation } from "wouter";

/** Moves focus to the page's heading, or to the page if it has no heading yet. */
export function focusPage(main: HTMLElement): void {
  const target = main.querySelector("h1") ?? main;
  target.tabIndex = -1;
  target.focus({ preventScroll: true });
  main.scrollTop = 0;
}

/**
 * Moves focus to the page after navigation. Render it before the page, so that the page's own
 * effects run later and can focus or scroll elsewhere.
 *
 * It does nothing on the first page, and nothing if focus is inside the page already: a question
 * that opens a conversation is asked from a field that stays mounted.
 */
export function FocusOnNavigation({ main }: { main: RefObject<HTMLElement | null> }) {
  const [path] = useLocation();
  const shown = useRef(path);
  useEffect(() => {
    if (shown.current === path) return;
    shown.current = path;
    const page = main.current;
    const focused = document.activeElement;
    if (page !== null && (focused === page || !page.contains(focused))) focusPage(page);
  }, [path, main]);
  return null;
}
