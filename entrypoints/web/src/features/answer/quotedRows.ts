/** Reads the rows of a table that an answer quotes, so that they are shown as a table. */

import type { Paragraph, PhrasingContent, Table, TableCell, TableRow, Text } from "mdast";
import { ESCAPE, LINE_BREAK, PIPE, unguarded } from "@/lib/guardedWords";

const ROW = new RegExp(`^${PIPE}.*${PIPE}$`);
const BORDER = new RegExp(`(?<!${ESCAPE})${PIPE}`);
/** The line below the head of a table, which is drawn as it is written. */
const DELIMITERS = /^[|:\s]*-[|:\s-]*$/;

/** Returns a literal paragraph that has nothing but rows as a table; undefined for any other. */
export function tableIn({ children }: Paragraph): Table | undefined {
  const lines = grouped(children, LINE_BREAK);
  if (!lines.map(wordsOf).every(isRow)) return undefined;
  const rows = lines.map(rowOf);
  // a table needs a head; without one above it, the only row is none
  const [only] = rows.length === 1 ? rows : [];
  return { type: "table", children: only ? [{ type: "tableRow", children: [] }, only] : rows };
}

function isRow(words: string): boolean {
  return ROW.test(words) && !DELIMITERS.test(unguarded(words));
}

function rowOf(line: readonly PhrasingContent[]): TableRow {
  // outside of the first and the last pipe stand blanks, and the marks of the row
  const [, ...cells] = grouped(line, BORDER);
  const behind = cells.pop() ?? [];
  cells.at(-1)?.push(...behind);
  return { type: "tableRow", children: cells.map(cellOf) };
}

function cellOf(nodes: readonly PhrasingContent[]): TableCell {
  const inked = nodes.filter((node) => node.type !== "text" || node.value.trim() !== "");
  const children = inked.map((node) =>
    node.type === "text" ? { ...node, value: node.value.replaceAll(ESCAPE + PIPE, PIPE) } : node,
  );
  const position = nodes[0]?.position;
  return { type: "tableCell", children, ...(position && { position }) };
}

/** Splits nodes at the characters in their texts that a pattern, or a character, stands for. */
function grouped(nodes: readonly PhrasingContent[], at: string | RegExp): PhrasingContent[][] {
  const groups: PhrasingContent[][] = [[]];
  for (const node of nodes) {
    const parts = node.type === "text" ? split(node, at) : [node];
    for (const [index, part] of parts.entries()) {
      if (index > 0) groups.push([]);
      groups.at(-1)?.push(part);
    }
  }
  return groups;
}

function split(text: Text, at: string | RegExp): Text[] {
  let offset = text.position?.start.offset ?? 0;
  // each border is one character
  return text.value.split(at).map((value) => {
    const start = { line: 1, column: 1, offset };
    const end = { line: 1, column: 1, offset: offset + value.length };
    offset = end.offset + 1;
    return { type: "text", value, position: { start, end } };
  });
}

function wordsOf(line: readonly PhrasingContent[]): string {
  return line
    .map((node) => (node.type === "text" ? node.value : ""))
    .join("")
    .trim();
}
