import {
  act,
  cleanup,
  configure,
  renderHook,
  screen,
  waitFor,
  within,
} from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import axe from "axe-core";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { useRoute } from "wouter";

const { page, problem, server, setMedia, show } = await vi.hoisted(
  () => import("@/testing/pageEnvironment"),
);

import type { AnswerEvent, Feedback, Message } from "@/api/types";
import { liveAnswers } from "@/features/answer";
import { NEW_CONVERSATION } from "@/lib/newConversation";
import { aMessage, aSource, behind, cites, done, markersIn } from "@/testing/answers";
import { stubResizeObserver } from "@/testing/resizeObserver";
import { useDraft } from "./ComposerDraft";
import { ConversationPage } from "./ConversationPage";

// the announcement of an answer repeats its text on the page for a while
configure({ defaultIgnore: "script, style, span[role=status]" });

stubResizeObserver();

function turn(id: string, question: string, answer: string, changes: Partial<Message> = {}) {
  return [
    aMessage("user", `q${id}`, { content: question }),
    aMessage("assistant", `a${id}`, { content: answer, ...changes }),
  ];
}

let messages: Message[] = [];
let feedback: Feedback[] = [];

function conversation() {
  const at = "2026-01-01T10:00:00Z";
  const session = {
    session_id: "s",
    title: "Pumps",
    created_at: at,
    updated_at: at,
    pinned: false,
  };
  return { ...session, messages, next_cursor: null, feedback };
}

/** A stream of events that stays open. */
class Stream {
  readonly #encoder = new TextEncoder();
  readonly #body = new TransformStream<Uint8Array, Uint8Array>();
  readonly #writer = this.#body.writable.getWriter();
  #id = 0;

  readonly response = new Response(this.#body.readable, {
    headers: { "Content-Type": "text/event-stream" },
  });

  async send(...events: AnswerEvent[]): Promise<void> {
    for (const event of events) {
      this.#id += 1;
      const text = `id: ${this.#id}\ndata: ${JSON.stringify(event)}\n\n`;
      await act(() => this.#writer.write(this.#encoder.encode(text)));
    }
  }
}

const start = (id: string): AnswerEvent => {
  return { type: "start", message_id: id, question: "?", cached: true };
};
const content = (text: string): AnswerEvent => ({ type: "content", content: text });
const marker = (source: number): AnswerEvent => {
  return { type: "content", content: `[${source}]`, source_id: source };
};

function Pages() {
  const [, at] = useRoute("/c/:sessionId");
  return <ConversationPage sessionId={at?.sessionId ?? null} />;
}

const field = () => screen.getByRole<HTMLTextAreaElement>("textbox", { name: "Your question" });
const answers = () => screen.getAllByRole("article", { name: "Answer" });
const count = (request: string) => {
  return server.log.filter((each) => each.split("?")[0] === request).length;
};

beforeEach(() => {
  window.history.replaceState(null, "");
  setMedia("(min-width: 50rem)", "(min-width: 70rem)");
  messages = [];
  sessionStorage.clear();
  server.on("GET /api/session/s", () => Response.json(conversation()));
  server.on("GET /api/session", () => page([]));
  server.on("GET /api/document", () => page([]));
  server.on("GET /api/health", () => problem(503, "starting", "Quoth is starting."));
});

afterEach(() => {
  cleanup(); // first, because a page would follow its answer again
  liveAnswers.dismiss("s");
  for (const key of [NEW_CONVERSATION, "s"]) {
    const { result } = renderHook(() => useDraft(key));
    act(() => result.current[1](""));
  }
});

test("shows the questions and answers of a conversation", async () => {
  messages = [...turn("1", "How do pumps fail?", "They run dry."), ...turn("2", "Why?", "No oil.")];
  show(<Pages />, "/c/s");

  expect(await screen.findByText("They run dry.")).toBeDefined();
  const title = screen.getByRole("heading", { level: 1, name: "Pumps" });
  expect(title.querySelector("bdi")).not.toBeNull(); // it may be of another language
  expect(screen.getAllByRole("heading", { level: 2 }).map((each) => each.textContent)).toEqual([
    "Question 1",
    "Question 2",
  ]);
  expect(answers()).toHaveLength(2);
  expect(document.title).toBe("Pumps · Quoth");
});

test("renders only the nearby messages of thousands", async () => {
  messages = Array.from({ length: 1000 }, (_, i) => turn(`${i}`, `Question ${i}?`, "Yes.")).flat();
  show(<Pages />, "/c/s");
  const items = await screen.findAllByRole("listitem");
  expect(items.length).toBeLessThan(20);
  expect(items[0]?.getAttribute("aria-setsize")).toBe("1000");
});

test("reads all pages of a conversation once, and then only what is new", async () => {
  messages = Array.from({ length: 225 }, (_, i) => turn(`${i}`, `Question ${i}?`, "Yes.")).flat();
  server.on("GET /api/session/s", ({ url }) => {
    const { searchParams } = new URL(url);
    const cursor = searchParams.get("cursor");
    const end = cursor === null ? messages.length : Number(cursor);
    const begin = Math.max(0, end - Number(searchParams.get("limit")));
    const next_cursor = begin > 0 ? String(begin) : null;
    return Response.json({ ...conversation(), messages: messages.slice(begin, end), next_cursor });
  });
  const stream = new Stream();
  server.on("POST /api/chat/", () => stream.response);
  show(<Pages />, "/c/s");
  const reads = () => server.log.filter((each) => each.startsWith("GET /api/session/s?"));
  const size = async () =>
    (await screen.findAllByRole("listitem"))[0]?.getAttribute("aria-setsize");
  expect(await size()).toBe("225");
  expect(reads()).toEqual([
    "GET /api/session/s?limit=200",
    "GET /api/session/s?limit=200&cursor=250",
    "GET /api/session/s?limit=200&cursor=50",
  ]);

  await userEvent.type(field(), "More?{Enter}");
  await stream.send(start("a225"), content("Yes."));
  messages = [...messages, ...turn("225", "More?", "Yes.")];
  await stream.send(done("a225"));
  await waitFor(() => expect(reads().slice(3)).toEqual(["GET /api/session/s?limit=10"]));
  expect(await size()).toBe("226");
});

test("says that a conversation does not exist, with a link home", async () => {
  server.on("GET /api/session/s", () => problem(404, "session_not_found", "There is no session."));
  show(<Pages />, "/c/s");
  expect(await screen.findByRole("heading", { name: "Conversation not found" })).toBeDefined();
  expect(document.title).toBe("Not found · Quoth");
  expect(screen.getByRole("link", { name: "Ask a new question" }).getAttribute("href")).toBe("/");
});

test("creates a conversation for the first question, and streams its answer", async () => {
  const stream = new Stream();
  server.on("POST /api/session/create", () =>
    Response.json({ session_id: "s", created_at: "2026-01-01T10:00:00Z" }, { status: 201 }),
  );
  server.on("POST /api/chat/", () => stream.response);
  const { history } = show(<Pages />);

  await userEvent.type(field(), "How do pumps fail?{Enter}");
  expect(field().value).toBe("");
  await waitFor(() => expect(history).toEqual(["/c/s"]));
  expect(document.activeElement).toBe(field());

  await stream.send(start("a1"), content("They run"));
  expect(await screen.findByText("They run")).toBeDefined();
  expect(screen.getAllByText("How do pumps fail?")).toHaveLength(1);

  messages = turn("1", "How do pumps fail?", "They run dry.");
  await stream.send(content(" dry."), done("a1"));
  expect(await screen.findByText("They run dry.")).toBeDefined();
  await waitFor(() => expect(count("GET /api/session/s")).toBe(2));
  expect(answers()).toHaveLength(1);
  expect(screen.getByText("Cached")).toBeDefined();
});

test("an answer can be rated as soon as it has ended, before the history has it", async () => {
  const stream = new Stream();
  server.on("POST /api/session/create", () =>
    Response.json({ session_id: "s", created_at: "2026-01-01T10:00:00Z" }, { status: 201 }),
  );
  server.on("POST /api/chat/", () => stream.response);
  show(<Pages />);
  await userEvent.type(field(), "How do pumps fail?{Enter}");
  await stream.send(start("a1"), content("They run dry."));
  expect(await screen.findByText("They run dry.")).toBeDefined();
  expect(screen.queryByRole("button", { name: "Good answer" })).toBeNull();
  await stream.send(done("a1"));
  expect(await screen.findByRole("button", { name: "Good answer" })).toBeDefined();
});

test("keeps the question on the page when the conversation cannot be created", async () => {
  server.on("POST /api/session/create", () => problem(503, "down", "The database is not there."));
  show(<Pages />);
  await userEvent.type(field(), "How do pumps fail?{Enter}");

  expect(await screen.findByText("The database is not there.")).toBeDefined();
  expect(screen.getByText("How do pumps fail?", { selector: "p" })).toBeDefined();

  const stream = new Stream();
  server.on("POST /api/session/create", () => Response.json({ session_id: "s" }, { status: 201 }));
  server.on("POST /api/chat/", () => stream.response);
  await userEvent.click(screen.getByRole("button", { name: "Ask again" }));
  await stream.send(start("a1"), content("They run dry."));
  expect(await screen.findByText("They run dry.")).toBeDefined();
});

test("shows why a question was rejected in place of the answer", async () => {
  messages = turn("1", "How do pumps fail?", "They run dry.");
  const words = "Too many questions in the last minute: ask again in 7 s.";
  server.on("POST /api/chat/", () => problem(429, "rate_limited", words));
  show(<Pages />, "/c/s");
  await screen.findByText("They run dry.");
  await userEvent.type(field(), "Why?{Enter}");

  expect(await screen.findByText(words)).toBeDefined();
  expect(screen.getByText("Why?")).toBeDefined();
  expect(answers()).toHaveLength(2);
});

test("a question that was not sent is a draft again when the page is loaded again", async () => {
  messages = turn("1", "How do pumps fail?", "They run dry.");
  server.on("POST /api/chat/", () => Promise.reject(new TypeError("Failed to fetch")));
  show(<Pages />, "/c/s");
  await screen.findByText("They run dry.");
  await userEvent.type(field(), "Why?{Enter}");
  await screen.findByText("Trying to send the question…");
  expect(sessionStorage.getItem("quoth-draft-s")).toBe("");
  act(() => void window.dispatchEvent(new Event("pagehide")));
  expect(sessionStorage.getItem("quoth-draft-s")).toBe("Why?");
});

test("keeps the answer before on the page when the next question cannot be sent", async () => {
  messages = turn("1", "How do pumps fail?", "They run", { finish_reason: null });
  const stream = new Stream();
  server.on("GET /api/chat/a1/events/", () => stream.response);
  show(<Pages />, "/c/s");
  await stream.send(start("a1"), content("They run dry."));
  const away = () => Promise.reject(new TypeError("Failed to fetch"));
  server.on("GET /api/session/s", away);
  server.on("POST /api/chat/", away);
  await stream.send(done("a1"));
  await userEvent.type(field(), "Why?{Enter}");

  const shown = () => screen.getAllByRole("listitem").map((each) => each.textContent);
  expect(await screen.findByText("Trying to send the question…")).toBeDefined();
  await userEvent.click(screen.getByRole("button", { name: "Stop" }));
  expect(await screen.findByText(/This question may not have been sent/)).toBeDefined();
  expect(shown()).toEqual([
    expect.stringMatching(/^Question 1.*They run dry\./),
    expect.stringMatching(/^Question 2Why\?/),
  ]);

  const next = new Stream();
  messages = turn("1", "How do pumps fail?", "They run dry.");
  server.on("GET /api/session/s", () => Response.json(conversation()));
  server.on("POST /api/chat/", () => next.response);
  await userEvent.click(screen.getByRole("button", { name: "Try again" }));
  messages = [...messages, ...turn("2", "Why?", "No oil.")];
  await next.send(start("a2"), content("No oil."), done("a2"));
  expect(await screen.findByText("No oil.")).toBeDefined();
  expect(answers()).toHaveLength(2);
});

test("shows a question once that the server has stored though its connection broke", async () => {
  messages = turn("1", "How do pumps fail?", "They run dry.");
  server.on("POST /api/chat/", () => Promise.reject(new TypeError("Failed to fetch")));
  show(<Pages />, "/c/s");
  await screen.findByText("They run dry.");
  await userEvent.type(field(), "Why?{Enter}");
  await screen.findByText("Trying to send the question…");
  messages = [...messages, ...turn("2", "Why?", "No oil.")];
  await userEvent.click(screen.getByRole("button", { name: "Stop" }));

  expect(await screen.findByText("No oil.")).toBeDefined();
  expect(answers()).toHaveLength(2);
  expect(screen.queryByText(/may not have been sent/)).toBeNull();
  act(() => void window.dispatchEvent(new Event("pagehide")));
  expect(sessionStorage.getItem("quoth-draft-s")).toBe("");
});

test("keeps a first question that was not sent when another one is asked", async () => {
  server.on("POST /api/session/create", () => problem(503, "down", "The database is not there."));
  show(<Pages />);
  await userEvent.type(field(), "How do pumps fail?{Enter}");
  await screen.findByText("The database is not there.");

  const stream = new Stream();
  server.on("POST /api/session/create", () => Response.json({ session_id: "s" }, { status: 201 }));
  server.on("POST /api/chat/", () => stream.response);
  await userEvent.type(field(), "Why?{Enter}");
  await stream.send(start("a1"), content("No oil."));
  expect(await screen.findByText("No oil.")).toBeDefined();
  expect(screen.getByText("How do pumps fail?")).toBeDefined();
  expect(answers()).toHaveLength(2);
});

test("does not ask a first question again while the next one waits to be sent", async () => {
  server.on("POST /api/session/create", () => problem(503, "down", "The database is not there."));
  show(<Pages />);
  await userEvent.type(field(), "How do pumps fail?{Enter}");
  await screen.findByText("The database is not there.");

  server.on("POST /api/session/create", () => new Promise(() => undefined));
  await userEvent.type(field(), "Why?{Enter}");
  await userEvent.click(screen.getByRole("button", { name: "Ask again" }));
  expect(count("POST /api/session/create")).toBe(2);
});

describe("a first question that could not be asked", () => {
  const never = () => new Promise<Response>(() => undefined);
  const starting = () => problem(503, "starting", "Quoth is starting.");
  const down = () => problem(503, "down", "The database is not there.");

  test.each([
    ["waits", never],
    ["waits for the start", starting],
    ["has failed", down],
  ])("is a draft again when the page is left while it %s", async (_, respond) => {
    server.on("POST /api/session/create", respond);
    show(<Pages />);
    await userEvent.type(field(), "How do pumps fail?{Enter}");
    await waitFor(() => expect(count("POST /api/session/create")).toBe(1));
    expect(field().value).toBe("");
    cleanup();
    show(<Pages />);
    expect(field().value).toBe("How do pumps fail?");
  });

  test("is a draft again when the page is loaded again", async () => {
    server.on("POST /api/session/create", down);
    show(<Pages />);
    await userEvent.type(field(), "How do pumps fail?{Enter}");
    await screen.findByText("The database is not there.");
    act(() => void window.dispatchEvent(new Event("pagehide")));
    expect(sessionStorage.getItem("quoth-draft-new")).toBe("How do pumps fail?");
  });

  test("is not asked after the page was left, and replaces no other draft", async () => {
    let respond: (response: Response) => void = () => undefined;
    server.on("POST /api/session/create", () => new Promise((resolve) => (respond = resolve)));
    const { history } = show(<Pages />);
    await userEvent.type(field(), "How do pumps fail?{Enter}");
    await userEvent.type(field(), "Why?");
    cleanup();
    await act(async () => respond(Response.json({ session_id: "s" }, { status: 201 })));
    expect(count("POST /api/chat/")).toBe(0);
    expect(history).toEqual(["/"]);
    show(<Pages />);
    expect(field().value).toBe("Why?");
  });

  test("is stopped, and back in the field", async () => {
    server.on("POST /api/session/create", never);
    show(<Pages />);
    await userEvent.type(field(), "How do pumps fail?{Enter}");
    const stop = await screen.findByRole("button", { name: "Stop" });
    await userEvent.click(stop);
    expect(field().value).toBe("How do pumps fail?");
    expect(screen.queryByRole("article", { name: "Answer" })).toBeNull();
    expect(screen.getByRole("button", { name: "Send" })).toBeDefined();
  });

  test("stays on the page when it is stopped while the next one is typed", async () => {
    server.on("POST /api/session/create", never);
    show(<Pages />);
    await userEvent.type(field(), "How do pumps fail?{Enter}");
    await userEvent.type(field(), "Why?");
    const stop = screen.getByRole("button", { name: "Stop" });
    await userEvent.click(stop);
    expect(field().value).toBe("Why?");
    expect(screen.getByText("You stopped this question before it was sent.")).toBeDefined();
    expect(screen.getByRole("button", { name: "Ask again" })).toBeDefined();
  });
});

test("resumes an unfinished answer without showing less of it", async () => {
  messages = turn("1", "How do pumps fail?", "They run", { finish_reason: null });
  const stream = new Stream();
  server.on("GET /api/chat/a1/events/", () => stream.response);
  show(<Pages />, "/c/s");

  expect(await screen.findByText("They run")).toBeDefined();
  await stream.send(start("a1"));
  expect(screen.getByText("They run")).toBeDefined();
  expect(screen.getByRole("button", { name: "Stop" })).toBeDefined();

  await stream.send(content("They run"), content(" dry."));
  expect(await screen.findByText("They run dry.")).toBeDefined();
  messages = turn("1", "How do pumps fail?", "They run dry.");
  await stream.send(done("a1"));
  expect(await screen.findByRole("button", { name: "Send" })).toBeDefined();
  expect(answers()).toHaveLength(1);
});

describe("a document's own [1] is text, and the marker behind it a mark", () => {
  const text = "😀 As in [1] they run dry [1]. [1]";
  const citation = cites(text, "😀 As in [1] they run dry [1].", behind(text, "]. [1]"));
  const sources = [aSource()];
  const finished = turn("1", "How do pumps fail?", text, {
    sources,
    markers: markersIn(text).slice(2),
    citations: [citation],
  });
  const marks = () => screen.queryAllByRole("button", { name: /^Source 1/ });
  const paragraph = () => marks()[0]?.closest("p")?.textContent;

  test("in a live answer, whose mark is updated in place", async () => {
    messages = turn("1", "How do pumps fail?", "", { finish_reason: null });
    const stream = new Stream();
    server.on("GET /api/chat/a1/events/", () => stream.response);
    show(<Pages />, "/c/s");
    await screen.findByText("How do pumps fail?");

    await stream.send(start("a1"), { type: "sources", sources, confidence: 1 });
    await stream.send(content("😀 As in [1] they run dry"), content(" [1]. "));
    expect(await screen.findByText("😀 As in [1] they run dry [1].")).toBeDefined();
    expect(marks()).toEqual([]);

    await stream.send(marker(1));
    await screen.findByRole("button", { name: /^Source 1, being checked/ });
    const [mark] = marks();
    await stream.send({ type: "citation", ...citation });
    await screen.findByRole("button", { name: /^Source 1, verified/ });
    expect(marks()[0]).toBe(mark);
    expect(paragraph()).toBe("😀 As in [1] they run dry [1]. 1");

    messages = finished;
    await stream.send(done("a1"));
    await screen.findByRole("button", { name: "Copy" });
    expect(marks()[0]).toBe(mark);
  });

  test("in an answer of the history", async () => {
    messages = finished;
    show(<Pages />, "/c/s");
    await screen.findByRole("button", { name: /^Source 1, verified/ });
    expect(marks()).toHaveLength(1);
    expect(paragraph()).toBe("😀 As in [1] they run dry [1]. 1");
  });
});

test("asks again without the cache", async () => {
  messages = turn("1", "How do pumps fail?", "They run dry.");
  const bodies: unknown[] = [];
  server.on("POST /api/chat/", async (request) => {
    bodies.push(await request.json());
    return new Stream().response;
  });
  show(<Pages />, "/c/s");
  await userEvent.click(await screen.findByRole("button", { name: "Ask again" }));

  await waitFor(() =>
    expect(bodies).toEqual([{ session_id: "s", message: "How do pumps fail?", cache: false }]),
  );
  expect(screen.getAllByText("How do pumps fail?")).toHaveLength(2);
});

test("edits a question in the field, and restores the draft on cancel", async () => {
  messages = turn("1", "How do pumps fail?", "They run dry.");
  show(<Pages />, "/c/s");
  await screen.findByText("They run dry.");
  await userEvent.type(field(), "A draft");
  await userEvent.click(screen.getByRole("button", { name: /^Edit/ }));

  expect(field().value).toBe("How do pumps fail?");
  expect(document.activeElement).toBe(field());
  expect(
    screen.getByText(
      "Editing a question. The new answer will appear below; the earlier one stays.",
    ),
  ).toBeDefined();
  await userEvent.click(screen.getByRole("button", { name: "Cancel" }));
  expect(field().value).toBe("A draft");
});

test.each([
  ["beside the conversation", "(min-width: 70rem)", "complementary"],
  ["over the conversation", "", "dialog"],
])("shows the retrieval of an answer %s, and returns focus on close", async (_, media, role) => {
  setMedia(media);
  messages = turn("1", "How do pumps fail?", "They run dry.", { sources: [aSource()] });
  server.on("GET /api/chat/a1/retrieval", () =>
    Response.json({
      message_id: "a1",
      question: "How do pumps fail?",
      cached: false,
      confidence: 0.9,
      timings: { embed: 1, search: 2, first_token: 3, total: 4 },
      passages: [],
    }),
  );
  show(<Pages />, "/c/s");
  const opener = await screen.findByRole("button", { name: "Look inside" });
  await userEvent.click(opener);

  const panel = await screen.findByRole(role, { name: "Look inside" });
  const title = within(panel).getByRole("heading", { name: "Look inside" });
  await waitFor(() => expect(document.activeElement).toBe(title));
  expect(await within(panel).findByText("90%")).toBeDefined();

  await userEvent.keyboard("{Escape}");
  await waitFor(() => expect(screen.queryByRole(role, { name: "Look inside" })).toBeNull());
  await waitFor(() => expect(document.activeElement).toBe(opener));
});

test("shows the place that the address names, as the answer quotes it", async () => {
  const citations = [cites("They run dry.", "They run dry.", { verified: false })];
  messages = turn("1", "How do pumps fail?", "They run dry.", { citations, sources: [aSource()] });
  server.on("GET /api/document/d/content", () => problem(404, "document_not_found", "Gone."));
  show(<Pages />, "/c/s?doc=d&start=100&end=118");

  const panel = await screen.findByRole("complementary", { name: "pump-manual.md" });
  expect(await within(panel).findByText(/^The valve is open\./)).toBeDefined();
  expect(within(panel).getByText(/The quoted words were not verified in it/)).toBeDefined();
  await userEvent.click(within(panel).getByRole("button", { name: "Close" }));
  await waitFor(() => expect(screen.queryByRole("complementary")).toBeNull());
});

test("closes the panel with one Escape anywhere, and returns focus to what opened it last", async () => {
  const citations = [cites("They run dry.", "They run dry.")];
  messages = turn("1", "How do pumps fail?", "They run dry.", { citations });
  show(<Pages />, "/c/s");
  await userEvent.click(await screen.findByRole("button", { name: /^Source 1/ }));
  await screen.findByRole("complementary", { name: "pump-manual.md" });
  const opener = screen.getByRole("button", { name: "Look inside" });
  await userEvent.click(opener);
  await screen.findByRole("complementary", { name: "Look inside" });

  await userEvent.keyboard("{Escape}");
  await waitFor(() => expect(screen.queryByRole("complementary")).toBeNull());
  await waitFor(() => expect(document.activeElement).toBe(opener));
  expect(screen.queryByRole("tooltip")).toBeNull();
});

test("leaves focus in the field when Escape closes the panel from there", async () => {
  messages = turn("1", "How do pumps fail?", "They run dry.");
  show(<Pages />, "/c/s");
  await userEvent.click(await screen.findByRole("button", { name: "Look inside" }));
  await screen.findByRole("complementary", { name: "Look inside" });

  await userEvent.type(field(), "Half a question");
  await userEvent.keyboard("{Escape}");
  await waitFor(() => expect(screen.queryByRole("complementary")).toBeNull());
  expect(document.activeElement).toBe(field());
});

test("has no axe violations", async () => {
  messages = turn("1", "How do pumps fail?", "They run dry.");
  show(
    <main>
      <Pages />
    </main>,
    "/c/s",
  );
  await screen.findByText("They run dry.");
  const { violations } = await axe.run(document.body, {
    rules: { "color-contrast": { enabled: false } },
  });
  expect(violations).toEqual([]);
});

describe("what is said about an answer", () => {
  const sent: unknown[] = [];

  function answered() {
    const text = "They run dry [1].";
    const citations = [cites(text, text, { ...behind(text, "[1]"), citation_id: "k" })];
    const markers = markersIn(text);
    messages = turn("1", "How?", text, { citations, markers, sources: [aSource()] });
    feedback = [];
    sent.length = 0;
    server.on("GET /api/session/s", () => Response.json(conversation()));
    server.on("PUT /api/chat/a1/feedback", async (request) => {
      const body = (await request.json()) as object;
      sent.push(body);
      return Response.json({ feedback_id: "f", message_id: "a1", given_at: "", ...body });
    });
    server.on("DELETE /api/chat/a1/feedback", () => {
      sent.push(null);
      return new Response(null, { status: 204 });
    });
    show(<Pages />, "/c/s");
  }

  const pressed = (name: string) =>
    screen.getByRole("button", { name }).getAttribute("aria-pressed");

  test("is that it is good, until that is taken back", async () => {
    answered();
    await userEvent.click(await screen.findByRole("button", { name: "Good answer" }));
    await waitFor(() => expect(pressed("Good answer")).toBe("true"));
    await userEvent.click(screen.getByRole("button", { name: "Good answer" }));
    await waitFor(() => expect(pressed("Good answer")).toBe("false"));
    expect(sent).toEqual([{ verdict: "good", wrong_quotations: [], note: "" }, null]);
  });

  test("is that it is bad, and which quotation is wrong", async () => {
    answered();
    await userEvent.click(await screen.findByRole("button", { name: "Bad answer" }));
    await userEvent.click(await screen.findByRole("checkbox", { name: /valve is open/ }));
    await userEvent.type(screen.getByRole("textbox", { name: /better answer/ }), "Seals.");
    await userEvent.click(screen.getByRole("button", { name: "Save" }));
    expect(await screen.findByText("1 quotation is wrong")).toBeDefined();
    expect(sent.at(-1)).toEqual({ verdict: "bad", wrong_quotations: ["k"], note: "Seals." });
    expect(document.activeElement).toBe(screen.getByRole("button", { name: "Bad answer" }));
  });

  test("is why it could not be stored, too", async () => {
    answered();
    server.on("PUT /api/chat/a1/feedback", () =>
      problem(503, "database_unavailable", "No database."),
    );
    await userEvent.click(await screen.findByRole("button", { name: "Good answer" }));
    expect(await screen.findByText("No database.")).toBeDefined();
    expect(pressed("Good answer")).toBe("false");
  });
});
