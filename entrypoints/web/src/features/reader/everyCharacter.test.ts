/** Whatever a document is, each of its characters is shown once and in order, or is markup. */

import { expect, test } from "vitest";
import { type Chance, forExamples } from "@/testing/examples";
import { alignedTo } from "./alignment";
import { contentOf } from "./content";
import { parseSegment } from "./documentMarkdown";
import { extentsIn } from "./extents";
import { inkPieces } from "./inkPieces";
import { rowText } from "./rows";

/** Letters, none of which is markup, and what only looks like it. */
const WORDS = [
  "pump ",
  "ventil",
  "阀门",
  "נתונים ",
  "😀",
  "e\u0301 ",
  "a_b",
  "3*4",
  "x < y ",
  "50 %",
] as const;
const MARKUP = [
  "# ",
  "## ",
  "- ",
  "2. ",
  "> ",
  "**",
  "*",
  "_",
  "~~",
  "`",
  "``",
  "\\*",
  "\\",
  "&amp;",
  "&#128512;",
  "&nope;",
  "| ",
  " | ",
  "|\n| --- | --- |\n| ",
  "```py\n",
  "\n```\n",
  "~~~\n",
  "[",
  "](y)",
  "- [x] ",
  "***",
  "---\n",
  "===\n",
  "    ",
  "\t",
  "\r\n",
  "\n",
  "\n",
  "\n\n",
  "  \n",
  "\ufeff",
] as const;
const REFERENCE = /^&(?:amp|#128512);/;
/** What may be hidden: blanks, line ends and marks, the numbers of items, and where a link leads. */
const HIDDEN = /^(?:[\s*_~`#>|\\[\]()=+:.-]|\ufeff|\d|x|y)*$/u;

function textOf(chance: Chance): string {
  return chance.joined(30, [...WORDS, ...WORDS, ...MARKUP]);
}

function segmentsOf(text: string, by: "markdown" | "extracted") {
  const { markdown, rows } = contentOf(text, by);
  return Array.from({ length: rows.count }, (_, row) => {
    const context = markdown?.segments.contexts.get(row) ?? "";
    return context + rowText(rows, row);
  });
}

test("the rows of a text are the text, in whichever way it is shown", () => {
  forExamples(500, (chance) => {
    const text = textOf(chance);
    for (const shown of ["stored", "code", "prose", "markdown", "extracted"] as const) {
      const { rows } = contentOf(text, shown);
      const all = Array.from({ length: rows.count }, (_, row) => rowText(rows, row));
      expect(all.join("")).toBe(text);
      expect(all).not.toContain("");
      expect(rows.codePoints[rows.count]).toBe(Array.from(text).length);
    }
  });
});

test.each(["markdown", "extracted"] as const)(
  "in %s, each character is shown once and in order, or is markup",
  (by) => {
    forExamples(800, (chance) => {
      for (const source of segmentsOf(textOf(chance), by)) {
        let shownTo = 0;
        let hidden = "";
        for (const [node, extent] of extentsIn(parseSegment(source, by), source)) {
          if (!("value" in node)) continue;
          const { value } = node;
          expect(extent.start).toBeGreaterThanOrEqual(shownTo);
          if (node.type === "code") {
            // its first line is shown above it, without the marks
            hidden += source.slice(shownTo, node.position?.start.offset);
            shownTo = extent.start;
          }
          const places = alignedTo(value, source, extent.start, extent.end);
          for (let unit = 0; unit < value.length; ) {
            const size = (value.codePointAt(unit) ?? 0) > 0xffff ? 2 : 1;
            const [place = 0, next = 0] = [places[unit], places[unit + size]];
            const written = source.slice(place, place + size).replace("\ufeff", "\u200b");
            const isReference = REFERENCE.test(source.slice(place)) && next > place + size;
            const isWritten = isReference || written === value.slice(unit, unit + size);
            if (!isWritten)
              throw new Error(`${value} is not written in ${source} from ${place} on`);
            hidden += source.slice(shownTo, place);
            shownTo = isReference ? next : place + size;
            unit += size;
          }
        }
        hidden += source.slice(shownTo);
        expect(hidden).toMatch(HIDDEN);
      }
    });
  },
);

test.each(["markdown", "extracted"] as const)(
  "in %s, quoted words are exactly what is stored, and all others what is shown",
  (by) => {
    forExamples(800, (chance) => {
      for (const source of segmentsOf(textOf(chance), by)) {
        const quoted = chance.span(source.length);
        const { start, end } = chance.span(source.length);
        for (const [node, extent] of extentsIn(parseSegment(source, by), source)) {
          if (!("value" in node)) continue;
          const pieces = inkPieces(node.value, source, extent, quoted, [end, start]);
          const quotedHere = pieces.filter(({ isQuoted }) => isQuoted);
          const from = Math.max(quoted.start, extent.from);
          const to = Math.max(from, Math.min(quoted.end, extent.to));
          expect(quotedHere.map(({ words }) => words).join("")).toBe(source.slice(from, to));
          const others = pieces.filter(({ isQuoted }) => !isQuoted).map(({ words }) => words);
          if (from === to) expect(others.join("")).toBe(node.value);
          else expect(isPartOf(others.join(""), node.value)).toBe(true);
        }
      }
    });
  },
);

/** Whether words are left when some that follow each other are taken out of a text. */
function isPartOf(words: string, text: string): boolean {
  return Array.from({ length: words.length + 1 }, (_, cut) => cut).some(
    (cut) => text.startsWith(words.slice(0, cut)) && text.endsWith(words.slice(cut)),
  );
}
