/**
 * Keeps focus on the page when the control that has it disappears or is disabled.
 *
 * A browser would drop it to the start of the page. Here it goes to what the nearest element around
 * the control names in `data-focus-falls-to`: selectors, of which the first that finds something
 * inside this element or on the page counts.
 */

import { returnFocus } from "./returnFocus";

const FALLS_TO = "data-focus-falls-to";
/** Where nothing else is named. */
const PAGE = "main h1, main";

/** Starts to keep focus. Returns a function that ends it. */
export function keepFocus(): () => void {
  let last: HTMLElement | null = null;
  let around: Element[] = [];
  let wasDisabled = false;

  const note = ({ target }: FocusEvent) => {
    if (!(target instanceof HTMLElement) || target === document.body) return;
    last = target;
    around = ancestorsOf(target);
    wasDisabled = false;
  };

  /** Forgets a control that the user has left for nothing, by a click beside it. */
  const forget = () => {
    const left = last;
    // one that was disabled lost focus by that, even if it is enabled again by the next turn
    if (left !== null && (wasDisabled || isDisabled(left))) return;
    setTimeout(() => {
      if (last === left && left?.isConnected && !isDisabled(left) && isNothingFocused()) {
        last = null;
      }
    });
  };

  const restore = () => {
    if (last === null || !isNothingFocused()) return;
    if (!last.isConnected) {
      const heir = heirOf(around);
      if (heir === null) return;
      if (heir.tabIndex < 0) heir.tabIndex = -1;
      returnFocus(heir);
    } else if (wasDisabled && !isDisabled(last)) {
      returnFocus(last);
    }
  };

  const observer = new MutationObserver(() => {
    if (last === null) return;
    if (isDisabled(last)) wasDisabled = true;
    // later, because the page may itself be about to move focus
    if (isNothingFocused()) setTimeout(restore);
  });
  const attributeFilter = ["disabled"];
  observer.observe(document.body, { childList: true, subtree: true, attributeFilter });
  document.addEventListener("focusin", note);
  document.addEventListener("focusout", forget);
  return () => {
    observer.disconnect();
    document.removeEventListener("focusin", note);
    document.removeEventListener("focusout", forget);
  };
}

function isNothingFocused(): boolean {
  return document.activeElement === null || document.activeElement === document.body;
}

function isDisabled(element: HTMLElement): boolean {
  return element.matches(":disabled");
}

function ancestorsOf(element: Element): Element[] {
  const parent = element.parentElement;
  return parent ? [parent, ...ancestorsOf(parent)] : [];
}

function heirOf(around: readonly Element[]): HTMLElement | null {
  for (const element of around) {
    if (!element.isConnected) continue;
    const named = element === document.body ? PAGE : element.getAttribute(FALLS_TO);
    for (const selector of named?.split(", ") ?? []) {
      const heir = element.querySelector(selector) ?? document.querySelector(selector);
      if (heir instanceof HTMLElement && !opensKeyboard(heir)) return heir;
    }
  }
  return null;
}

/** Whether focus would open an on-screen keyboard, which covers the page. */
function opensKeyboard(element: HTMLElement): boolean {
  return element.matches("textarea, input") && !window.matchMedia("(hover: hover)").matches;
}
