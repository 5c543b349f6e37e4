/** An answer as HTML for other programs: what is drawn, with its citations as footnotes. */

import type { Answer } from "./answer";
import { footnotesOf } from "./copyWithCitations";

/**
 * Returns the HTML of an answer as it is drawn, with a number for each citation and a list of them.
 *
 * @param drawn The element with the text of the answer; null if it is not drawn.
 */
export function richText(answer: Answer, drawn: Element | null): string {
  const copy = document.createElement("div");
  if (drawn) copy.append(...Array.from(drawn.cloneNode(true).childNodes));
  else copy.textContent = answer.text;

  const notes: string[] = [];
  const byMark = new Map<string, string>();
  for (const [quoted, note] of footnotesOf(answer)) {
    byMark.set("citation_id" in quoted ? quoted.citation_id : `${quoted.source_id}`, note);
  }
  for (const mark of copy.querySelectorAll<HTMLElement>("[data-source]")) {
    const note = byMark.get(mark.dataset.citation ?? mark.dataset.source ?? "");
    if (note !== undefined && !notes.includes(note)) notes.push(note);
    const number = document.createElement("sup");
    number.textContent = note === undefined ? "" : `[${notes.indexOf(note) + 1}]`;
    mark.replaceWith(number);
  }
  for (const each of copy.querySelectorAll("button[data-printed]")) {
    each.replaceWith(each.textContent); // an address
  }
  const controls = "button, [aria-hidden=true], [data-screen-only]";
  for (const each of copy.querySelectorAll(controls)) each.remove();
  for (const each of copy.querySelectorAll("*")) {
    // their names and colours mean nothing elsewhere
    for (const { name } of Array.from(each.attributes)) {
      if (!KEPT.has(name)) each.removeAttribute(name);
    }
  }
  if (notes.length > 0) {
    const list = document.createElement("ol");
    list.append(...notes.map(itemOf));
    copy.append(document.createElement("hr"), list);
  }
  return copy.innerHTML;
}

const KEPT = new Set(["href", "start", "colspan", "rowspan", "dir", "align"]);

function itemOf(note: string): Element {
  const item = document.createElement("li");
  item.textContent = note;
  return item;
}
