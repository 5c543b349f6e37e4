import type { ClipboardEvent } from "react";
import type { Rows } from "./rows";

/** Copies the exact characters of the text: a browser would add line ends between rows. */
export function copyExactly(event: ClipboardEvent, rows: Rows): void {
  const selection = document.getSelection();
  if (selection === null || selection.isCollapsed) return;
  const range = selection.getRangeAt(0);
  const from = unitAt(range.startContainer, range.startOffset, rows);
  const to = unitAt(range.endContainer, range.endOffset, rows);
  if (from === null || to === null) return;
  event.clipboardData.setData("text/plain", rows.text.slice(from, to));
  event.preventDefault();
}

function unitAt(node: Node, offset: number, rows: Rows): number | null {
  const element = node instanceof Element ? node : node.parentElement;
  const row = element?.closest<HTMLElement>("[data-index]");
  if (!row) return null;
  const before = document.createRange();
  before.setStart(row, 0);
  before.setEnd(node, offset);
  return (rows.units[Number(row.dataset.index)] ?? 0) + before.toString().length;
}
