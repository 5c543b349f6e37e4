/** The side panel of a conversation as a part of the page's address, so that it can be linked. */

import type { Place } from "./place";

/** What the panel shows: a place in a document, or the search behind an answer. */
export type PanelAddress =
  | { kind: "document"; documentId: string; start: number; end: number }
  | { kind: "inside"; messageId: string };

const WHOLE_NUMBER = /^\d+$/;

/** Returns the panel that a query string names; null for none. */
export function panelIn(search: string): PanelAddress | null {
  const parameters = new URLSearchParams(search);
  const messageId = parameters.get("inside");
  if (messageId) return { kind: "inside", messageId };
  const documentId = parameters.get("doc");
  const start = parameters.get("start") ?? "";
  const end = parameters.get("end") ?? "";
  if (!documentId || !WHOLE_NUMBER.test(start) || !WHOLE_NUMBER.test(end)) return null;
  return { kind: "document", documentId, start: Number(start), end: Number(end) };
}

/** Returns the query string of a panel, with its question mark. */
export function searchOf(panel: PanelAddress): string {
  const parameters =
    panel.kind === "inside"
      ? { inside: panel.messageId }
      : { doc: panel.documentId, start: `${panel.start}`, end: `${panel.end}` };
  return `?${new URLSearchParams(parameters)}`;
}

/** Whether a place is the one that an address names. */
export function isAt(
  place: Pick<Place, "documentId" | "start" | "end">,
  panel: PanelAddress & { kind: "document" },
): boolean {
  return (
    place.documentId === panel.documentId && place.start === panel.start && place.end === panel.end
  );
}
