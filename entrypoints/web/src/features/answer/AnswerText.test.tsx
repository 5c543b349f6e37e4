import { act, cleanup, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, describe, expect, test, vi } from "vitest";
import type { Citation, Marker } from "@/api/types";
import { aSource, behind, cites, markersIn } from "@/testing/answers";
import { AnswerText } from "./AnswerText";
import { MarksContext } from "./CitationMark";

afterEach(cleanup);

const SHARED = {
  sources: [aSource(), aSource({ source_id: 2, filename: "valves.md" })],
  numbers: new Map(),
};

function show(
  text: string,
  citations: readonly Citation[] = [],
  markers: readonly Marker[] = markersIn(text),
): HTMLElement {
  const { container } = render(
    <MarksContext value={{ ...SHARED, open: false, onOpen: () => undefined }}>
      <AnswerText format="markdown" text={text} markers={markers} citations={citations} />
    </MarksContext>,
  );
  return container;
}

/** Returns the visible text, with marks as ‹1›, or ‹1?› if they are not verified. */
function read(container: HTMLElement): string {
  for (const button of container.querySelectorAll("button")) {
    button.textContent = `‹${button.textContent}›`;
  }
  return container.textContent ?? "";
}

describe("a mark", () => {
  test("replaces the marker in its sentence", () => {
    const text = "It opens [1]. It closes.";
    const citation = cites(text, "It opens [1].", behind(text, "opens [1]"));
    expect(read(show(text, [citation]))).toBe("It opens ‹1›. It closes.");
  });

  test("replaces the marker after its sentence", () => {
    const text = "It opens. [1] It closes.\n\n[2]\n\nEnd.";
    const citations = [
      cites(text, "It opens.", behind(text, "[1]")),
      cites(text, "It closes.", { source_id: 2, verified: false, ...behind(text, "[2]") }),
    ];
    expect(read(show(text, citations))).toBe("It opens. ‹1› It closes.‹2?›End.");
  });

  test("replaces the marker at the start of its line", () => {
    const text = "It is old [1].\n1. [1] It opens.\n2. [1] It closes.";
    show(text, [
      cites(text, "It opens.", behind(text, "1. [1]")),
      cites(text, "It is old [1].", { verified: false, ...behind(text, "old [1]") }),
    ]);
    const names = screen.getAllByRole("button").map((mark) => mark.getAttribute("aria-label"));
    expect(names).toEqual([
      "Source 1, not verified: pump-manual.md",
      "Source 1, verified: pump-manual.md",
      "Source 1, no quotation found: pump-manual.md",
    ]);
  });

  test("is repeated for each citation behind one marker, in order", () => {
    const text = 'He said "open" and "shut" [1][2].';
    const first = behind(text, "[1]");
    const citations = [
      cites(text, text, { citation_id: "a", ...first }),
      cites(text, text, { citation_id: "b", verified: false, ...first }),
      cites(text, text, { citation_id: "c", source_id: 2, ...behind(text, "[2]") }),
    ];
    expect(read(show(text, citations))).toBe('He said "open" and "shut" ‹1›‹1?›‹2›.');
  });

  test("replaces its own marker if a sentence names a source twice", () => {
    const text = '😀 He said "open" [1] and "shut" [1].';
    const citations = [
      cites(text, text, { citation_id: "a", ...behind(text, '"shut" [1]') }),
      cites(text, text, { citation_id: "b", verified: false, ...behind(text, '"open" [1]') }),
    ];
    expect(read(show(text, citations))).toBe('😀 He said "open" ‹1?› and "shut" ‹1›.');
  });

  test("is updated in place when the citation arrives after its marker", () => {
    const text = "It opens [1]. It closes";
    const { container, rerender } = render(null);
    const write = (citations: Citation[]) =>
      rerender(
        <MarksContext value={{ ...SHARED, open: true, onOpen: () => undefined }}>
          <AnswerText
            format="markdown"
            text={text}
            markers={markersIn(text)}
            citations={citations}
          />
        </MarksContext>,
      );
    write([]);
    const mark = screen.getByRole("button");
    expect(mark.getAttribute("aria-label")).toContain("being checked");
    expect(container.textContent).toBe("It opens 1. It closes");
    write([cites(text, "It opens [1].", behind(text, "[1]"))]);
    expect(screen.getByRole("button")).toBe(mark); // so it stays focused
    expect(mark.getAttribute("aria-label")).toContain("Source 1, verified");
    expect(container.textContent).toBe("It opens 1. It closes");
  });

  test("is after its sentence if its marker is not rendered as one", () => {
    const text = "Call `open([1])` now. Next";
    const citation = cites(text, "Call `open([1])` now.", behind(text, "[1]"));
    expect(read(show(text, [citation]))).toBe("Call open([1]) now.‹1› Next");
  });

  test("is after its sentence without a marker, also behind astral characters", () => {
    const text = "😀 Ein 🦜 lebt. Es *öffnet*. Ende";
    const citations = [
      cites(text, "😀 Ein 🦜 lebt."),
      cites(text, "Es *öffnet*.", { source_id: 2 }),
    ];
    expect(read(show(text, citations))).toBe("😀 Ein 🦜 lebt.‹1› Es öffnet.‹2› Ende");
  });

  test("is after text with escapes and entities", () => {
    const text = "5 \\* 3 &amp; more. Next";
    const container = show(text, [cites(text, "5 \\* 3 &amp; more.")]);
    expect(read(container)).toBe("5 * 3 & more. Next‹1›");
  });

  test("replaces a marker among escapes, entities and block quotation lines", () => {
    const text = "> 5 \\* 3\n> &amp; more [1]. \\[1\\]\n";
    const citation = cites(text, "5 \\* 3\n> &amp; more [1].", behind(text, "more [1]"));
    expect(read(show(text, [citation]))).toBe("5 * 3\n& more ‹1›. [1]");
  });

  test("is inside its list item or table cell", () => {
    const text = "- one [1]\n- two\n\n| a | b |\n|---|---|\n| left | right [2] |\n";
    const container = show(text, [
      cites(text, "one [1]", behind(text, "one [1]")),
      cites(text, "two", { source_id: 2 }),
      cites(text, "| left | right [2] |", { source_id: 2, ...behind(text, "right [2]") }),
    ]);
    read(container);
    const texts = Array.from(container.querySelectorAll("li, td"), (each) => each.textContent);
    expect(texts).toEqual(["one ‹1›", "two‹2›", "left", "right ‹2›"]);
  });

  test("is after code, never inside", () => {
    const text = "Call `open([1])` now.\n\n```\nopen() [1]\n```\n\nEnd";
    const container = show(text, [
      cites(text, "Call `open", { source_id: 2 }),
      cites(text, "open() [1]"),
    ]);
    const codes = Array.from(container.querySelectorAll("code"), (each) => each.textContent);
    expect(codes).toEqual(["open([1])", "open() [1]"]);
    expect(container.querySelector("code button")).toBeNull();
    expect(read(container)).toBe("Call open([1])‹2› now.‹Copy code›open() [1]‹1›End");
  });

  test("replaces the marker of a source without citations, but not of an unknown source", () => {
    expect(read(show("It opens [2]. It closes [9]."))).toBe("It opens ‹2›. It closes [9].");
  });

  test("is stable while the answer streams in", () => {
    const text = "One [1].\n\n- two [2]\n- three\n\nFour [1]. Five";
    const citations = [
      cites(text, "One [1].", behind(text, "One [1]")),
      cites(text, "two [2]", { source_id: 2, ...behind(text, "two [2]") }),
    ];
    const { container, rerender } = render(null);
    for (let end = 1; end <= text.length; end += 1) {
      const come = citations.filter(({ answer_end }) => answer_end <= end);
      const markers = markersIn(text).filter((marker) => marker.end <= end);
      rerender(
        <MarksContext value={{ ...SHARED, open: true, onOpen: () => undefined }}>
          <AnswerText
            format="markdown"
            text={text.slice(0, end)}
            markers={markers}
            citations={come}
          />
        </MarksContext>,
      );
    }
    expect(read(container)).toBe("One ‹1›.two ‹2›threeFour ‹1›. Five");
  });
});

describe("a number in brackets that is no marker", () => {
  const text = "As shown in [1] it opens. [1]\n\n😀 See [2][1] and `[1]`. [2]";
  const [, first, , , , second] = markersIn(text);
  const markers = [first, second].filter((marker) => marker !== undefined);

  test("is text, also if it names a source", () => {
    expect(read(show(text, [], markers))).toBe(
      "As shown in [1] it opens. ‹1›😀 See [2][1] and [1]. ‹2›",
    );
  });

  test("takes no citation", () => {
    const citations = [
      cites(text, "As shown in [1] it opens.", behind(text, "opens. [1]")),
      cites(text, "😀 See [2][1] and `[1]`.", { source_id: 2, ...behind(text, "`. [2]") }),
    ];
    show(text, citations, markers);
    const names = screen.getAllByRole("button").map((mark) => mark.getAttribute("aria-label"));
    expect(names).toEqual([
      "Source 1, verified: pump-manual.md",
      "Source 2, verified: pump-manual.md",
    ]);
  });

  test("is text right before a marker", () => {
    const words = "😀 It opens [1][1].";
    const [, own] = markersIn(words);
    const citation = cites(words, words, {
      marker_start: own?.start ?? null,
      marker_end: own?.end ?? null,
    });
    expect(read(show(words, [citation], own && [own]))).toBe("😀 It opens [1]‹1›.");
  });

  test("is text in a table, a link and the description of an image", () => {
    const words = "| a [1] | b |\n|---|---|\n| [see [1]](x) | ![an [1]](y) |";
    expect(read(show(words, [], []))).toBe("a [1]bsee [1] (x)[image: an [1]]");
  });
});

describe("a citation without a marker is shown after its sentence", () => {
  test.each([
    ["has a marker", "It opens [1]. It closes.", "It opens [1].", "It opens ‹1›.‹1?› It closes."],
    ["ends with a marker", "It opens [1]", "It opens [1]", "It opens ‹1›‹1?›"],
    ["is before a marker", "It opens. [1] It closes.", "It opens.", "It opens.‹1?› ‹1› It closes."],
  ])("which %s of its source", (_, text, sentence, shown) => {
    expect(read(show(text, [cites(text, sentence, { verified: false })]))).toBe(shown);
  });

  test("which ends with a number in brackets", () => {
    const text = "It opens [1]\n\nIt closes";
    expect(read(show(text, [cites(text, "It opens [1]")], []))).toBe("It opens [1]‹1›It closes");
  });

  test("beside another citation's marker", () => {
    const text = "It opens [1]. It closes.";
    const citations = [
      cites(text, "It opens [1].", { citation_id: "a", ...behind(text, "[1]") }),
      cites(text, "It opens [1].", { citation_id: "b", verified: false }),
    ];
    expect(read(show(text, citations))).toBe("It opens ‹1›.‹1?› It closes.");
  });
});

describe("Markdown", () => {
  test("has no heading above the third level", () => {
    show("# One\n\n## Two\n\n### Three\n\nFour\n===\n");
    const levels = screen.getAllByRole("heading").map(({ tagName }) => tagName);
    expect(levels).toEqual(["H3", "H3", "H4", "H3"]);
  });

  test("makes tables and code scrollable by keyboard", () => {
    show("| a |\n|---|\n| b |\n\n```\nc\n```");
    expect(screen.getByRole("group", { name: "Table" }).tabIndex).toBe(0);
    expect(screen.getByRole("group", { name: "Code" }).tabIndex).toBe(0);
  });

  test("preserves list numbers and task states", () => {
    const container = show("3. three\n4. four\n\n- [x] yes\n- [ ] no");
    expect(container.querySelector("ol")?.start).toBe(3);
    expect(screen.getByRole("img", { name: "Done:" })).toBeDefined();
    expect(screen.getByRole("img", { name: "To do:" })).toBeDefined();
  });

  test("renders links as text with their address, which is no link, and images as their alt text", () => {
    expect(read(show("[the docs](https://a.example/x) ![a *cat*](https://b.example/c.png)"))).toBe(
      "the docs (‹https://a.example/x›) [image: a cat]",
    );
  });
});

const HOSTILE = [
  "[click](javascript:alert(1)) and [data](data:text/html,<script>alert(1)</script>)",
  '![x](https://evil.example/?q=secret "t") ![](//evil.example/p.gif)',
  "<https://evil.example> https://evil.example www.evil.example me@evil.example",
  '<script>alert(1)</script>\n\n<img src=x onerror=alert(1)>\n\n<iframe src="//evil.example">',
  "<style>*{display:none}</style> <object data=x></object> <form action=//evil.example>",
  "[ref][a] ![img][a] [a]\n\n[a]: https://evil.example 'title'\n\n[1]: javascript:alert(1)\n\n[1]",
  "<!-- comment --><b onclick='x()'>bold</b> &lt;img src=x&gt; &#60;script&#62;",
  "<svg/onload=alert(1)> <math><mi//xlink:href='data:x,<script>'>",
  "[![nested](https://evil.example/a.png)](https://evil.example)",
  "[^1] and [^x]\n\n[^1]: <img src=x>\n\n[^x]: https://evil.example",
  "```html onload=x\n<script>alert(1)</script>\n```\n\n    <img src=x onerror=alert(1)>",
  "| <img src=x> | [a](javascript:x) |\n|---|---|\n| ![x](//evil.example) | <a href=x>y</a> |",
  "[a](vbscript:x) [b](\u0001javascript:x) [c](&#106;avascript:x) [d](java\nscript:x)",
];

describe.each(HOSTILE)("hostile Markdown %j", (text) => {
  test("never renders anything that loads, runs or links, at any prefix", () => {
    const { container, rerender } = render(null);
    for (let end = 1; end <= text.length; end += 1) {
      const shown = text.slice(0, end);
      rerender(
        <AnswerText format="markdown" text={shown} markers={markersIn(shown)} citations={[]} />,
      );
      expect(
        container.querySelector(
          "a, area, img, picture, video, audio, source, iframe, frame, script, style, link, meta, base, object, embed, form, input, svg:not([aria-hidden]), math, [src], [href], [srcset], [action], [style]",
        ),
      ).toBeNull();
      for (const element of container.querySelectorAll("*")) {
        expect(element.getAttributeNames().filter((name) => name.startsWith("on"))).toEqual([]);
      }
    }
  });
});

test("a very long block grows in steps, and is complete in the end", () => {
  vi.useFakeTimers();
  const table = `| a | b |\n|---|---|\n${"| a row of a | long table |\n".repeat(500)}`;
  const { container, rerender } = render(
    <AnswerText format="markdown" text={table} markers={[]} citations={[]} />,
  );
  const drawn = () => container.querySelectorAll("tbody tr").length;
  rerender(<AnswerText format="markdown" text={`${table}| one |`} markers={[]} citations={[]} />);
  rerender(
    <AnswerText format="markdown" text={`${table}| one |\n| two |`} markers={[]} citations={[]} />,
  );
  expect(drawn()).toBe(500);
  act(() => vi.advanceTimersByTime(200));
  expect(drawn()).toBe(502);
  vi.useRealTimers();
});

test("a long answer that comes at once is drawn over several frames", () => {
  vi.useFakeTimers();
  const { container } = render(
    <AnswerText
      format="markdown"
      text={"A paragraph of an answer.\n\n".repeat(500)}
      markers={[]}
      citations={[]}
      isGrowing
    />,
  );
  const drawn = () => container.querySelectorAll("p").length;
  const first = drawn();
  expect(first).toBeGreaterThan(100);
  expect(first).toBeLessThan(200);
  for (let frame = 0; frame < 3; frame += 1) act(() => vi.advanceTimersToNextFrame());
  expect(drawn()).toBe(500);
  vi.useRealTimers();
});

test("a long list is one list, and only its end renders again", () => {
  const items = "- an item\n".repeat(300);
  const { container, rerender } = render(
    <AnswerText format="markdown" text={items} markers={[]} citations={[]} />,
  );
  const first = container.querySelector("li");
  rerender(
    <AnswerText format="markdown" text={`${items}- last\n\nEnd`} markers={[]} citations={[]} />,
  );
  expect(container.querySelectorAll("ul")).toHaveLength(1);
  expect(container.querySelectorAll("ul > li")).toHaveLength(301);
  expect(container.querySelector("li")).toBe(first);
});

test("a list and a quotation have the direction of their first letter, as a table, and code has its own", () => {
  const arabic =
    "- `a` بند\n  - *b* item\n- c\n\n1. ٢\n\n> اقتباس\n\n| خلية |\n|---|\n\n```\na\n```";
  const container = show(arabic);
  const blocks = container.querySelectorAll("ul, ol, blockquote, [role=group]");
  expect(Array.from(blocks, (each) => each.getAttribute("dir"))).toEqual([
    "rtl",
    "ltr",
    null,
    "rtl",
    "auto",
    "ltr",
  ]);
});

test("code is copied as it is written, without what is around it", async () => {
  const clipboard = userEvent.setup();
  show("Run this [1]:\n\n```sh\necho 'a_b' [1] \\\n  | *cat*\n```\n\nDone.");
  await clipboard.click(screen.getByRole("button", { name: "Copy code" }));
  expect(await screen.findByRole("button", { name: "Copied" })).toBeDefined();
  expect(await navigator.clipboard.readText()).toBe("echo 'a_b' [1] \\\n  | *cat*");
});

test("HTML is shown as text", () => {
  const text = "a <b>bold</b> word\n\n<div>block</div>\n\n<!-- note -->";
  expect(read(show(text))).toBe("a <b>bold</b> word<div>block</div><!-- note -->");
});

const VIM =
  'The "_" and "," commands do exist in Vim (see |_| and |,|), *but* `:map` &amp; <CR> do not.';

describe("a literal answer", () => {
  function literal(text: string, citations: readonly Citation[] = []): HTMLElement {
    return render(
      <MarksContext value={{ ...SHARED, open: false, onOpen: () => undefined }}>
        <AnswerText format="literal" text={text} markers={[]} citations={citations} />
      </MarksContext>,
    ).container;
  }

  test.each([
    VIM,
    "*zip-copyright*\t*tar*",
    "2. You may copy it.\n7) You may not.",
    "# Heading\n===\n### Another\n---\n> quoted\n- item\n\t* item\n+ item",
    "| a | b |\n|---|:-:|\n| c | d |\n+====+====+",
    "```js\nfence\n```\n~~~\nfence\n~~~",
    "range [1, 3], see [2](x) and ![1](y) \\[3\\] [1]",
    "a line  \nwith two spaces before its end\r\nand another",
    "    indented by four\n\n__bold__ ~~gone~~ https://a.example <b>",
    "\uFEFFa mark, \u{1F600} and \u2028 others",
  ])("shows %j without reading it as Markdown", (text) => {
    const container = literal(text);
    expect(container.querySelector("em, strong, del, code, ol, ul, table, hr, h3, h4, br")).toBe(
      null,
    );
    const paragraphs = Array.from(container.querySelectorAll("p"), (each) => each.textContent);
    const stored = text.split("\n\n").map((each) => each.replace("\uFEFF", "\u200B").trim());
    expect(paragraphs.map((each) => each?.trim())).toEqual(stored);
  });

  test("replaces its own markers only", () => {
    const text = "See [1] and `x`. [1]\n\n2. _Other_ [2]";
    const [, first, second] = markersIn(text);
    const markers = [first, second].filter((marker) => marker !== undefined);
    const { container } = render(
      <MarksContext value={{ ...SHARED, open: false, onOpen: () => undefined }}>
        <AnswerText format="literal" text={text} markers={markers} citations={[]} />
      </MarksContext>,
    );
    expect(read(container)).toBe("See [1] and `x`. ‹1›2. _Other_ ‹2›");
  });

  test("shows rows of a table as a table, with their marks in the last cell", () => {
    const text = "| Part | *Price* |  [1]\n| A\\|1 | 4 [x] |  [1]\n\n| alone | 7 | [2]";
    const { container } = render(
      <MarksContext value={{ ...SHARED, open: false, onOpen: () => undefined }}>
        <AnswerText format="literal" text={text} markers={markersIn(text)} citations={[]} />
      </MarksContext>,
    );
    read(container);
    const cells = (tag: string) =>
      Array.from(container.querySelectorAll(tag), (it) => it.innerHTML);
    const words = (tag: string) =>
      Array.from(container.querySelectorAll(tag), ({ textContent }) => textContent?.trim());
    expect(words("th")).toEqual(["Part", "*Price* ‹1›"]);
    expect(words("td")).toEqual(["A|1", "4 [x] ‹1›", "alone", "7 ‹2›"]);
    expect(cells("p")).toEqual([]);
  });

  test("shows a citation without a marker after its sentence", () => {
    const text = "The _first_. The *second*. End";
    expect(read(literal(text, [cites(text, "The _first_.")]))).toBe(
      "The _first_.‹1› The *second*. End",
    );
  });

  test("preserves the lines of a table and a verse, but not those of wrapped prose", () => {
    const prose = `${"Words of a long sentence. ".repeat(3)}\nIts second line.`;
    for (const [text, layout] of [
      [prose, null],
      ["One line.", null],
      ["Name    Extension\nPorter  22", "true"],
      ["Tyger Tyger, burning bright,\nIn the forests of the night;", "true"],
      [`1. ${prose}\n2. Another`, "true"],
    ] as const) {
      const paragraph = literal(text).querySelector("p");
      expect(paragraph?.getAttribute("data-layout") ?? null).toBe(layout);
      cleanup();
    }
  });
});

describe("a verified quotation in the answer of a chat model", () => {
  const said = `The manual says: “${VIM.slice(0, 58)}” [1], and *this* is mine.`;
  const quoted = VIM.slice(0, 58);

  test("is shown as it is stored, and the words around it as Markdown", () => {
    const citation = cites(said, said, { cited_text: quoted, ...behind(said, "[1]") });
    const container = show(said, [citation]);
    expect(container.querySelector("em")?.textContent).toBe("this");
    expect(read(container)).toBe(`The manual says: “${quoted}” ‹1›, and this is mine.`);
  });

  test("may differ from its source in case, white space and the form of quotation marks", () => {
    const text = "It says “use  the “_” key” [1].";
    const citation = cites(text, text, { cited_text: 'Use\nthe "_" key', ...behind(text, "[1]") });
    expect(read(show(text, [citation]))).toBe("It says “use  the “_” key” ‹1›.");
  });

  test("is literal around a marker in the middle of it", () => {
    const text = "The `_a_` and the *b* [1].";
    const citation = cites(text, text, {
      cited_text: "The `_a_` and the *b*.",
      ...behind(text, "[1]"),
    });
    expect(read(show(text, [citation]))).toBe("The `_a_` and the *b* ‹1›.");
  });

  test("is Markdown as long as it is not verified", () => {
    const text = "It says “use the *red* key” [1].";
    const changes = { cited_text: "use the *red* key", ...behind(text, "[1]") };
    expect(read(show(text, [cites(text, text, { ...changes, verified: false })]))).toBe(
      "It says “use the red key” ‹1?›.",
    );
  });

  test("leaves the structure around it as it is", () => {
    const text = "- one `_x_` [1]\n- two\n\n| a | b |\n|---|---|\n| use `_y_` [1] | c |";
    const container = show(text, [
      cites(text, "one `_x_` [1]", { cited_text: "one `_x_`", ...behind(text, "_x_` [1]") }),
      cites(text, "use `_y_` [1]", { cited_text: "use `_y_`", ...behind(text, "_y_` [1]") }),
    ]);
    read(container);
    const texts = Array.from(container.querySelectorAll("li, td"), (each) => each.textContent);
    expect(texts).toEqual(["one `_x_` ‹1›", "two", "use `_y_` ‹1›", "c"]);
  });
});
