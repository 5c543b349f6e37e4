/** The side panel of a conversation as a part of the page's address, so that it can be linked. */

import type { Place } from "./place";

/** What the panel shows: a place in a document, or the search behind an answer. */
export type PanelAddress =
  | {
      kind: "document";
      documentId: string;
      version?: number | undefined;
      start: number;
      end: number;
    }
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
  const span = { start: Number(start), end: Number(end) };
  // an address without a version may be older than versions
  const version = parameters.get("version") ?? "";
  const pinned = WHOLE_NUMBER.test(version) ? { version: Number(version) } : {};
  return { kind: "document", documentId, ...pinned, ...span };
}

/** Returns the query string of a panel, with its question mark. */
export function searchOf(panel: PanelAddress): string {
  const parameters: Record<string, string> =
    panel.kind === "inside"
      ? { inside: panel.messageId }
      : {
          doc: panel.documentId,
          ...(panel.version !== undefined && { version: `${panel.version}` }),
          start: `${panel.start}`,
          end: `${panel.end}`,
        };
  return `?${new URLSearchParams(parameters)}`;
}

/** Whether a place is the one that an address names. */
export function isAt(
  place: Pick<Place, "documentId" | "version" | "start" | "end">,
  panel: PanelAddress & { kind: "document" },
): boolean {
  return (
    place.documentId === panel.documentId &&
    (panel.version === undefined || place.version === panel.version) &&
    place.start === panel.start &&
    place.end === panel.end
  );
}
