/** The conversation of the help box, and how it shows answers, on a scripted server. */

import { type AnswerEvent, type Citation, newIdempotencyKey, Quoth } from "@quoth/client";
import { beforeEach, expect, test } from "vitest";
import { accessibilityViolations } from "@/testing/accessibility";
import { aCitation, done } from "@/testing/answers";
import { Conversation } from "./conversation";
import { addEvent, newTurn, spoken, type Turn } from "./turn";
import { turnView } from "./turnView";

const MEND = [
  { type: "start", message_id: "m", question: "open?", cached: false },
  { type: "content", content: "🦜 **Open** <b>it</b> [evil](javascript:x) \uE0000\uE001" },
  { type: "content", content: "[2]", source_id: 2 },
  { type: "content", content: "." },
  { type: "citation", ...cited(2, "The valve is open.") },
  done("m"),
] satisfies AnswerEvent[];

function cited(source_id: number, cited_text: string, changes: Partial<Citation> = {}): Citation {
  return aCitation({ source_id, cited_text, filename: `${source_id}.md`, page: 3, ...changes });
}

function turnOf(events: readonly AnswerEvent[]): Turn {
  const turn = newTurn("Open?", "key");
  events.forEach((event, index) => {
    addEvent(turn, { ...event, id: index + 1 });
  });
  return turn;
}

function show(turn: Turn, onRetry = () => undefined) {
  const view = turnView(turn, "t", onRetry);
  view.update(turn);
  document.body.replaceChildren(view.root);
  return view;
}

let asked: string[] = [];

/** Answers each request in turn; null cannot be reached. */
function quothWith(...replies: (Response | null)[]): Quoth {
  const fetch = async (input: Request | string | URL, init?: RequestInit) => {
    const request = new Request(input, init);
    asked.push(`${request.method} ${new URL(request.url).pathname}`);
    const reply = replies.shift();
    if (!reply) throw new TypeError("Failed to fetch");
    return reply;
  };
  return new Quoth({ server: "http://quoth", fetch, timeout: Number.POSITIVE_INFINITY });
}

function stream(events: readonly AnswerEvent[], first = 1): Response {
  const text = events.map((event, index) => `id: ${first + index}\ndata: ${JSON.stringify(event)}`);
  const headers = { "Content-Type": "text/event-stream" };
  return new Response(`${text.join("\n\n")}\n\n`, { headers });
}

const session = (id: string) => Response.json({ session_id: id });
const problem = (status: number, code: string) =>
  Response.json({ detail: `${code}.`, code, status, request_id: "r" }, { status });

function conversationWith(...replies: (Response | null)[]): Conversation {
  return new Conversation(quothWith(...replies), sessionStorage, "quoth", undefined);
}

beforeEach(() => {
  asked = [];
  Element.prototype.scrollIntoView = () => undefined; // which jsdom lacks
  sessionStorage.clear();
});

test("an answer is shown without links, HTML or markers that a document wrote", async () => {
  show(turnOf(MEND));
  const text = document.querySelector(".text");
  expect(text?.textContent).toBe("🦜 Open <b>it</b> evil 02.");
  expect(text?.querySelectorAll("a, b, img")).toHaveLength(0);
  expect(text?.querySelector("strong")?.textContent).toBe("Open");
  expect(await accessibilityViolations()).toEqual([]);
});

test("a marker shows the quoted words of its source, and its button hides them", () => {
  show(turnOf(MEND));
  const quote = document.querySelector<HTMLElement>(".quotes");
  expect(quote?.hidden).toBe(true);
  document.querySelector<HTMLElement>(".marker")?.click();
  const source = document.querySelector<HTMLElement>(".source");
  expect(document.querySelector<HTMLElement>(".quotes")?.hidden).toBe(false);
  expect(document.querySelector("blockquote")?.textContent).toBe("The valve is open.");
  expect(source?.textContent).toBe("22.md, page 3");
  expect(document.activeElement).toBe(source);
  source?.click();
  expect(document.querySelector<HTMLElement>(".quotes")?.hidden).toBe(true);
});

test("what is focused or selected stays so while the rest of the answer arrives", () => {
  const view = show(turnOf(MEND.slice(0, -1)));
  const [marker, source] = [".marker", ".source"].map((selector) =>
    document.querySelector<HTMLElement>(selector),
  );
  marker?.focus();
  view.update(turnOf(MEND));
  expect(document.activeElement).toBe(marker);
  marker?.click();
  const shown = document.activeElement;
  expect(shown).not.toBe(source); // it says that its words are shown
  const words = document.querySelector("blockquote")?.firstChild as Text;
  getSelection()?.setBaseAndExtent(words, 4, words, 9);
  const more = { type: "content", content: "\n\nIt *was* closed." } as const;
  view.update(turnOf([...MEND.slice(0, -1), more, done("m")]));
  expect(document.querySelector(".text")?.textContent).toContain("2.It was closed.");
  expect(document.activeElement).toBe(shown);
  expect(getSelection()?.toString()).toBe("valve");
  view.update(turnOf(MEND));
  expect(document.querySelector(".text")?.textContent).not.toContain("closed");
});

test("words that were not found in a document are not shown as quoted", () => {
  const unverified = { type: "citation", ...cited(2, "Invented.", { verified: false }) } as const;
  show(turnOf([...MEND.slice(0, 4), unverified, done("m")]));
  expect(document.querySelector(".marker")).toBeNull();
  expect(document.querySelector<HTMLElement>(".sources")?.hidden).toBe(true);
});

test("words of the documents are shown as they are", () => {
  const content = { type: "content", content: "_x_ * 2.\n\n# y", format: "literal" } as const;
  show(turnOf([content]));
  const paragraphs = [...document.querySelectorAll(".text p")].map((each) => each.textContent);
  expect(paragraphs).toEqual(["_x_ * 2.", "# y"]);
});

const PROSE = "When a document is deleted, its text and its\npassages are deleted with it.";
const LIST = "- the text\n- the passages";
const linesIn = (selector: string) =>
  Array.from(document.querySelectorAll(`${selector} .lines`), (each) => each.textContent);

test("quoted words have lines only where these lay them out", () => {
  const quoted = { type: "citation", ...cited(2, `${PROSE}\n\n${LIST}`) } as const;
  show(turnOf([...MEND.slice(0, 4), quoted]));
  expect(document.querySelector("blockquote")?.textContent).toBe(`${PROSE}\n\n${LIST}`);
  expect(linesIn("blockquote")).toEqual(["\n\n", LIST]);
});

test("so do the words of an answer that is quoted", () => {
  const content = `${PROSE}\n \n${LIST}`;
  show(turnOf([{ type: "content", content, format: "literal" }]));
  expect(document.querySelectorAll(".text p")).toHaveLength(2);
  expect(linesIn(".text")).toEqual([LIST]);
});

test("verified words are shown as they are, and the words around them as Markdown", () => {
  const content = "*It* is “`a` |_|\n*_b_ [c]” and “_d_”\uFDD0. ";
  const events = [
    { type: "content", content },
    { type: "content", content: "[2]", source_id: 2 },
    { type: "citation", ...cited(2, "`A` |_| *_b_ [c]") },
    { type: "citation", ...cited(2, "_d_", { verified: false }) },
  ] satisfies AnswerEvent[];
  show(turnOf(events));
  const text = document.querySelector(".text");
  expect(text?.textContent).toBe("It is “`a` |_|\n*_b_ [c]” and “d”\uFFFD. 2");
  expect([...(text?.querySelectorAll("em") ?? [])].map(({ textContent }) => textContent)).toEqual([
    "It",
    "d",
  ]);
});

test("an answer is read out without Markdown, but with all that documents have", () => {
  const quoted = { type: "citation", ...cited(2, "a_b * c") } as const;
  const mixed = { type: "content", content: "## *So* “a_b * c”." } as const;
  expect(spoken(turnOf([mixed, quoted]))).toBe("So “a_b * c”.");
  const content = "# _x_ | *y* > `z`";
  const literal = { type: "content", content, format: "literal" } as const;
  expect(spoken(turnOf([literal]))).toBe(content);
});

test("words from right to left are laid out so, whatever the language of the page", () => {
  const content = "# عنوان\n\nالصمام مفتوح.\n\n- بند.\n\n> اقتباس.\n\n| خلية |\n|---|\n| قيمة |";
  show(
    turnOf([
      { type: "content", content },
      { type: "citation", ...cited(2, "الصمام.") },
    ]),
  );
  const shown = [...document.querySelectorAll(".text :is(p, .wide), .quotes blockquote")];
  expect(shown.map(({ tagName }) => tagName)).toEqual(["P", "P", "P", "P", "DIV", "BLOCKQUOTE"]);
  const blocks = [...document.querySelectorAll(".text :is(ul, blockquote)")];
  expect(blocks.map((each) => each.getAttribute("dir"))).toEqual(["rtl", "rtl"]);
  show(turnOf([{ type: "content", content: "الصمام.", format: "literal" }]));
  shown.push(...document.querySelectorAll(".text p"));
  expect(shown.map((each) => each.getAttribute("dir"))).toEqual(shown.map(() => "auto"));
});

test("a conversation goes on on the next page, where the stream broke off", async () => {
  const first = conversationWith(session("s"), stream(MEND.slice(0, 2)), null, null, null, null);
  const asking = first.ask(" Open? ");
  await new Promise((resolve) => setTimeout(resolve, 20));
  first.save(); // the page is left
  asked = [];
  const next = conversationWith(stream(MEND.slice(2), 3));
  await next.resume();
  expect(asked).toEqual(["GET /api/chat/m/events/"]);
  expect(next.turns).toMatchObject([{ question: "Open?", finishReason: "stop" }]);
  expect(next.turns[0]?.citations).toHaveLength(1);
  first.clear();
  await asking;
});

test("questions of a conversation share a session, and begin another if that is gone", async () => {
  const conversation = conversationWith(
    session("s"),
    stream(MEND),
    problem(404, "session_not_found"),
    session("t"),
    stream(MEND),
  );
  await conversation.ask("Open?");
  await conversation.ask("Closed?");
  expect(asked.slice(2)).toEqual([
    "POST /api/chat/",
    "POST /api/session/create",
    "POST /api/chat/",
  ]);
  expect(conversation.turns.map(({ finishReason }) => finishReason)).toEqual(["stop", "stop"]);
  conversation.clear();
  expect(conversationWith().turns).toEqual([]);
});

test("what failed says so to people, and is asked again", async () => {
  const conversation = conversationWith(session("s"), problem(403, "not_allowed"), stream(MEND));
  await conversation.ask("Open?");
  expect(conversation.turns[0]?.error).toBe("This help is not set up to answer here.");
  let retried = false;
  const [turn = newTurn("", newIdempotencyKey())] = conversation.turns;
  show(turn, () => {
    retried = true;
    return undefined;
  });
  document.querySelector<HTMLElement>(".plain")?.click();
  expect(retried).toBe(true);
  await conversation.retry();
  expect(conversation.turns).toMatchObject([{ error: null, finishReason: "stop" }]);
});
