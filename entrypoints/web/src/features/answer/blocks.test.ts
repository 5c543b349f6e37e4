import { describe, expect, test } from "vitest";
import { type Block, type Blocks, growBlocks, NO_BLOCKS } from "./blocks";

const DOCUMENTS: Record<string, string> = {
  prose: "\n\n# Pumps\n\nThe *valve* opens [1].\nIt stays **open** [2].\n\nThen it closes.\n\n",
  lists:
    "Steps:\n\n1. Open\n   - left [1]\n\n   - right\n\n     more\n2. Close\n\n\n* other\n+ third\n\nEnd",
  "lists cut by rules": "- a\n- b\n***\n- c\n\n    indented\n\nlast\n---\nnext\n===\n",
  fences:
    "Before\n```js\nconst a = [1];\n\n# no heading\n```\nAfter\n~~~\nnever closed\n\n- no list\n",
  "a fence in a list": "- a\n\n  ```\n  code [1]\n\n  more\n  ```\n- b\n\n```\nx\n``` \n",
  tables: "Intro\na | b\n--|--\n1 | 2 [1]\n`x|y` | 3\n\nAfter\n| no | table |\n\n| h |\n|---|\nend",
  "an almost table": "x\na | b\n--|--x\n\n> q\na|b\n-|-\n1|2\n",
  quotes: "> a\n> > b\nlazy\n#not a heading\n\n> c\n# heading\n> - d\n>   e\n- f\n",
  "what is left out": "[a]: http://x\n\n[a] <b>bold</b>\n<div>\n\n[^1]: note\n\n<!-- c\n\nd -->\n",
  "other line ends": "a\r\n\r\n- b\r\n- c\r\rd\n\r\n\t- e\n\tf\n",
  "odd characters":
    "\uFEFF# a\n\n\uFEFFb 😀 [1]\n\n\u0000c\n\u00a0\nd &amp; \\[1] &#x1F600;\n\n😀\n",
};

function growTo(text: string, step: number): Blocks {
  let blocks = NO_BLOCKS;
  for (let end = 0; end < text.length; end += step) blocks = growBlocks(blocks, text.slice(0, end));
  return growBlocks(blocks, text);
}

/**
 * Returns the blocks with offsets in the whole text, wherever parsing began.
 *
 * Leaves out ends: micromark is inconsistent about whether a fence that its list item closes
 * includes the line end.
 */
function absolute({ blocks }: Blocks) {
  const shift = (value: unknown, by: number): unknown => {
    if (Array.isArray(value)) return value.map((each) => shift(each, by));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).flatMap(([name, each]) => {
        if (name === "offset") return [[name, Number(each) + by]];
        return ["line", "column", "end"].includes(name) ? [] : [[name, shift(each, by)]];
      }),
    );
  };
  return blocks.map(({ start, source, node, origin, list }: Block) => ({
    start,
    source,
    list,
    node: shift(node, origin),
  }));
}

describe.each(Object.entries(DOCUMENTS))("the blocks of %s", (_, text) => {
  test("concatenate to every prefix of the text", () => {
    let blocks = NO_BLOCKS;
    for (let end = 1; end <= text.length; end += 1) {
      blocks = growBlocks(blocks, text.slice(0, end));
      const joined = blocks.blocks.map(({ source }) => source).join("");
      expect(joined || text.slice(0, end).trim()).toBe(joined && text.slice(0, end));
    }
  });

  test.each([1, 2, 3, 7])("equal the blocks of the whole text, grown by %i characters", (step) => {
    expect(absolute(growTo(text, step))).toEqual(absolute(growBlocks(NO_BLOCKS, text)));
  });

  test("equal the blocks of parsing the same prefix from scratch", () => {
    let blocks = NO_BLOCKS;
    for (let end = 1; end <= text.length; end += 1) {
      blocks = growBlocks(blocks, text.slice(0, end));
      expect(absolute(blocks)).toEqual(absolute(growBlocks(NO_BLOCKS, text.slice(0, end))));
    }
  });

  test("stay the same objects once they are settled", () => {
    let blocks = NO_BLOCKS;
    for (let end = 1; end <= text.length; end += 1) {
      const grown = growBlocks(blocks, text.slice(0, end));
      expect(grown.settled).toBeGreaterThanOrEqual(blocks.settled);
      for (let index = 0; index < blocks.settled; index += 1) {
        expect(grown.blocks[index]).toBe(blocks.blocks[index]);
      }
      blocks = grown;
    }
  });
});

test("random documents have the same blocks as when parsed from scratch", () => {
  const pieces = Object.values(DOCUMENTS).flatMap((text) => text.split(/(?<=\n)/));
  let seed = 7;
  const random = (below: number) => {
    seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
    return seed % below;
  };
  for (let round = 0; round < 150; round += 1) {
    const text = Array.from({ length: 8 }, () => pieces[random(pieces.length)]).join("");
    expect(absolute(growTo(text, 1 + random(5)))).toEqual(absolute(growBlocks(NO_BLOCKS, text)));
  }
});

test("another text is parsed from its start", () => {
  const one = growBlocks(NO_BLOCKS, "a\n\nb\n\nc\n\nd");
  const other = growBlocks(one, "x\n\ny");
  expect(other.blocks.map(({ source }) => source)).toEqual(["x\n\n", "y"]);
});

test("list items are blocks with a reference to their list", () => {
  const text = "3. a\n4. b\n\n   - c\n5. d\n6. e\n\n- f\n- g";
  const lists = growTo(text, 1).blocks.map(({ list }) => list);
  const ordered = { start: 0, ordered: true, firstNumber: 3 };
  const other = { start: text.indexOf("- f"), ordered: false, firstNumber: 1 };
  expect(lists).toEqual([ordered, ordered, ordered, ordered, other, other]);
});

test("only the end of a long text is parsed again", () => {
  const long = growBlocks(NO_BLOCKS, "A paragraph of some length.\n\n".repeat(500));
  const grown = growBlocks(long, `${long.text}More`);
  expect(grown.blocks.at(-1)?.origin).toBeGreaterThan(long.text.length - 100);
});
