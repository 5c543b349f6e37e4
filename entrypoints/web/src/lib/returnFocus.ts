/** Focus that a script returns, which opens nothing, unlike focus that the user moves. */

let isReturning = false;

/** Focuses an element without scrolling to it. */
export function returnFocus(element: HTMLElement): void {
  isReturning = true;
  element.focus({ preventScroll: true });
  isReturning = false;
}

/** Whether the focus event that is being handled comes from `returnFocus`. */
export function isFocusReturned(): boolean {
  return isReturning;
}
