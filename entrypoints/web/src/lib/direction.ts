/** The direction in which words are written. */

import type { Nodes } from "mdast";

const LETTER = /\p{L}/u;
const FROM_THE_RIGHT =
  /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;

/** Whether a text is read from right to left: its first letter is of such a script. */
export function isFromTheRight(text: string): boolean {
  return directionOf(text) === "rtl";
}

/**
 * Returns the direction of what is in a list or quotation; undefined if it has no letter.
 *
 * `dir="auto"` does not look into its paragraphs, which have one each.
 */
export function directionIn(children: readonly Nodes[]): "ltr" | "rtl" | undefined {
  for (const child of children) {
    const own = child.type === "text" ? directionOf(child.value) : undefined;
    const direction = "children" in child ? directionIn(child.children) : own;
    if (direction !== undefined) return direction;
  }
  return undefined;
}

function directionOf(text: string): "ltr" | "rtl" | undefined {
  const first = LETTER.exec(text)?.[0];
  if (first === undefined) return undefined;
  return FROM_THE_RIGHT.test(first) ? "rtl" : "ltr";
}
