import { expect, test } from "vitest";
import { anAnswer, aSource, behind, cites } from "@/testing/answers";
import { richText } from "./richText";

const TEXT = "It <b>opens</b> [1]. Old [2].";
const OPENS = cites(TEXT, "It <b>opens</b> [1].", { ...behind(TEXT, "[1]"), citation_id: "k" });
const ANSWER = anAnswer({
  text: TEXT,
  sources: [aSource(), aSource({ source_id: 2, filename: "old.md", char_start: 5, char_end: 9 })],
  citations: [OPENS],
});

test("what is drawn is copied without names and buttons, with footnotes", () => {
  const drawn = document.createElement("div");
  drawn.innerHTML =
    '<p class="x" style="color: red">It &lt;b&gt;opens&lt;/b&gt; ' +
    '<button data-source="1" data-citation="k">1</button>. ' +
    'Old <button data-source="2">2</button>. <button>Copy code</button></p>';
  const html = richText(ANSWER, drawn);
  expect(html).toMatch(
    /^<p>It &lt;b&gt;opens&lt;\/b&gt; <sup>\[1\]<\/sup>. Old <sup>\[2\]<\/sup>. <\/p><hr><ol><li>/,
  );
  expect(html).toContain("The valve is open.");
  expect(html).toContain(
    "<li>old.md, characters 5–9 (named by the answer, no quotation found)</li>",
  );
  expect(drawn.querySelectorAll("button")).toHaveLength(3);
});

test("an answer that is not drawn is copied as its text", () => {
  expect(richText(anAnswer({ text: "a < b", citations: [] }), null)).toBe("a &lt; b");
});

test("addresses are kept as words, what only a screen needs is not", () => {
  const drawn = document.createElement("div");
  drawn.innerHTML =
    "<p>See <button data-printed>https://a.example/</button><button>Open in a new tab</button>" +
    "</p><div data-screen-only><span>python</span><button>Copy code</button></div><pre>x</pre>";
  const html = richText(anAnswer({ text: "x", citations: [] }), drawn);
  expect(html).toBe("<p>See https://a.example/</p><pre>x</pre>");
});
