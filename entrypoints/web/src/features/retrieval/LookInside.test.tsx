import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import axe from "axe-core";
import { expect, test, vi } from "vitest";

const { problem, server, show } = await vi.hoisted(() => import("@/testing/pageEnvironment"));

import type { Considered, Retrieval, Source } from "@/api/types";
import { aSource } from "@/testing/answers";
import { LookInside } from "./LookInside";

const score = (rank: number | null, value: number) => ({ rank, score: value });

function considered(changes: Partial<Considered> = {}): Considered {
  return {
    document_id: "d",
    version: 1,
    filename: "pumps.md",
    page: null,
    slide: null,
    sheet: null,
    row: null,
    part: null,
    section: [],
    chunk_index: 0,
    char_start: 10,
    char_end: 45,
    source_id: 1,
    dropped: null,
    excerpt: "A pump fails when its seal is worn.",
    explanation: {
      vector: score(2, 0.6123),
      text: score(null, 0),
      fusion: score(1, 0.8),
      reranker: null,
      final: score(1, 0.8),
      name: { score: 0, words: [] },
      phrases: [],
    },
    ...changes,
  };
}

function given(changes: Partial<Retrieval> = {}): void {
  const retrieval: Retrieval = {
    message_id: "m",
    question: "How do pumps fail?",
    cached: false,
    confidence: 0.784,
    timings: { embed: 10, search: 30, first_token: 100, total: 1400 },
    query: { words: "How do pumps fail?", phrases: [], excluded: [] },
    passages: [considered()],
    ...changes,
  };
  server.on("GET /api/chat/m/retrieval", () => Response.json(retrieval));
}

function look(asked = "How do pumps fail?", sources: Source[] = []) {
  const onOpen = vi.fn();
  const numbers = new Map([[1, 2]]);
  show(<LookInside messageId="m" {...{ asked, numbers, sources, onOpen }} />);
  return onOpen;
}

/** Returns the cards of the passages. */
async function cards() {
  const list = await screen.findByRole("list", { name: "Passages" });
  return within(list).getAllByRole("listitem");
}

test("shows a passage with its place, its first words, its source and its scores", async () => {
  given();
  look();
  const [card] = await cards();
  if (!card) throw new Error("There is no card.");
  const said = within(card);
  expect(said.getByRole("button", { name: /pumps\.md\s*passage 1/ })).toBeDefined();
  expect(said.getByText("A pump fails when its seal is worn.")).toBeDefined();
  expect(said.getByText("Source 2 of the answer")).toBeDefined();
  expect(said.getAllByRole("row").map((row) => row.textContent)).toEqual([
    "By meaning2.0.61",
    "By wordsnot found0.00",
    "Both1.0.80",
  ]);
});

test("has bars in proportion to the best passage of each stage", async () => {
  const half = { ...considered().explanation, vector: score(3, 0.30615) };
  given({ passages: [considered(), considered({ chunk_index: 1, explanation: half })] });
  look();
  const bars = (await cards()).map((card) =>
    card.querySelector("tr svg rect:last-child")?.getAttribute("width"),
  );
  expect(bars).toEqual(["100", "50"]);
});

test("says which phrases were found and what was left out", async () => {
  const phrases = [
    { text: "worn seal", found: true },
    { text: "seal worn", found: false },
  ];
  given({ query: { words: "worn seal seal worn", phrases, excluded: ["draft"] } });
  look();
  await screen.findByText("Phrase “worn seal”: found word for word.");
  screen.getByText(/“seal worn”: not found/);
  screen.getByText("Left out: passages with “draft”.");
});

test("shows the score of a reranker where it has one", async () => {
  const { explanation } = considered();
  given({
    passages: [
      considered({ explanation: { ...explanation, reranker: score(3, 4.5) } }),
      considered({ chunk_index: 1 }),
    ],
  });
  look();
  const rows = (await cards()).map((card) => within(card).queryByRole("row", { name: /Reranker/ }));
  expect(rows.map((row) => row?.textContent)).toEqual(["Reranker3.4.50", undefined]);
});

test("says why passages were dropped, and which of them were shown anyway", async () => {
  given({
    passages: [
      considered({ source_id: null, dropped: "below_min_score" }),
      considered({ chunk_index: 1, source_id: null, dropped: "beyond_limit" }),
      considered({ chunk_index: 2, source_id: null, dropped: "no_room" }),
      considered({ chunk_index: 3, source_id: 2, dropped: "low_confidence" }),
      considered({ chunk_index: 4, source_id: null, dropped: "below_min_similarity" }),
    ],
  });
  look();
  for (const words of [
    "Left out: its score is too low",
    "Left out: enough passages ranked higher",
    "Left out: there was no room for it",
    "Shown, but not used: the search was not sure enough to answer",
    "Left out: its meaning is too far from the question",
  ]) {
    expect(await screen.findByText(words)).toBeDefined();
  }
});

test("opens the place of a passage", async () => {
  given();
  const onOpen = look();
  await userEvent.click(await screen.findByRole("button", { name: /pumps\.md/ }));
  expect(onOpen).toHaveBeenCalledWith({
    documentId: "d",
    version: 1,
    filename: "pumps.md",
    start: 10,
    end: 45,
    within: "",
    standing: "passage",
    passage: { start: 10, end: 45 },
    gone: false,
    stored: undefined,
  });
});

test("opens the words that the answer keeps of a passage whose document was deleted", async () => {
  const content = "Pumps age. A pump fails when its seal is worn.";
  given({ passages: [considered({ excerpt: null })] });
  const onOpen = look("?", [aSource({ source_id: 1, char_start: 0, content, gone: true })]);
  await userEvent.click(await screen.findByRole("button", { name: /pumps\.md/ }));
  expect(screen.getByText("Deleted since")).toBeDefined();
  expect(onOpen.mock.lastCall?.[0]).toMatchObject({
    start: 10,
    gone: true,
    stored: { text: content, start: 0 },
  });
});

test("says of a passage of which no words are left that it was deleted, and opens nothing", async () => {
  given({ passages: [considered({ excerpt: null, source_id: null, dropped: "beyond_limit" })] });
  look("?", [aSource()]);
  const [card] = await cards();
  expect(card?.textContent).toContain("pumps.mdpassage 1Deleted since");
  expect(screen.queryByRole("button")).toBeNull();
});

test("shows the confidence of the search", async () => {
  given();
  look();
  expect(await screen.findByText("78%")).toBeDefined();
  expect(screen.getByText(/probably contain the answer/)).toBeDefined();
});

test("shows the user's question if it was rewritten", async () => {
  given();
  look("And how do they fail?");
  expect(await screen.findByText(/You asked: “And how do they fail\?”/)).toBeDefined();
});

test("does not show the question twice if it was not rewritten", async () => {
  given();
  look();
  expect(await screen.findByText("How do pumps fail?")).toBeDefined();
  expect(screen.queryByText(/You asked/)).toBeNull();
});

test("says that no search was run for a cached answer", async () => {
  given({ cached: true, timings: { embed: null, search: null, first_token: null, total: 2 } });
  look();
  expect(await screen.findByText(/no search was run this time/)).toBeDefined();
});

test("shows the timings as a table", async () => {
  given();
  look();
  const section = await screen.findByRole("region", { name: "Time" });
  const rows = within(section).getAllByRole("row");
  expect(rows.map((row) => row.textContent)).toEqual([
    "Embedding the question10 ms",
    "Searching30 ms",
    "Waiting for the first word60 ms",
    "Writing1.3 s",
    "Total1.4 s",
  ]);
});

test("says when there were no documents", async () => {
  given({ passages: [], confidence: 0 });
  look();
  expect(await screen.findByText("There were no documents to search.")).toBeDefined();
});

test("shows an error and retries on request", async () => {
  server.on("GET /api/chat/m/retrieval", () =>
    problem(503, "database_unavailable", "No database."),
  );
  look();
  expect((await screen.findByRole("alert")).textContent).toContain("No database.");
  given();
  await userEvent.click(screen.getByRole("button", { name: "Try again" }));
  expect(await cards()).toHaveLength(1);
});

test("has no axe violations", async () => {
  given();
  look();
  await cards();
  const { violations } = await axe.run(document.body, {
    rules: { region: { enabled: false }, "color-contrast": { enabled: false } },
  });
  expect(violations).toEqual([]);
});
