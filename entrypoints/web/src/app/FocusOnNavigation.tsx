/** Where focus goes when a visitor comes to another page. */

import { type RefObject, useEffect, useRef } from "react";
import { useLocation } from "wouter";

/** Moves focus to a page's heading, or to the page itself while it has none. */
export function focusPage(main: HTMLElement): void {
  const target = main.querySelector("h1") ?? main;
  target.tabIndex = -1;
  target.focus({ preventScroll: true });
  main.scrollTop = 0;
}

/**
 * Moves focus to the page once another one is shown; belongs before the page, whose own effects
 * may then focus or scroll to something better.
 *
 * The first page is left as the browser has it. So is a page that focus is in already: a question
 * that opens a conversation is asked from a field that stays.
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
