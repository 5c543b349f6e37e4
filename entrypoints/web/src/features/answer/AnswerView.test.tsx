import { act, cleanup, configure, render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import axe from "axe-core";
import { afterEach, describe, expect, test, vi } from "vitest";
import { aCitation, anAnswer, aSource } from "@/testing/answers";
import { speak } from "@/words";
import { de as german } from "@/words/de";
import { en } from "@/words/en";
import { AnswerView } from "./AnswerView";
import { type Answer, EMPTY_ANSWER } from "./answer";

configure({ asyncUtilTimeout: 20_000 });

afterEach(() => {
  cleanup();
  speak(en, "en");
  vi.useRealTimers();
});

function actions() {
  return {
    onOpen: vi.fn(),
    onLookInside: vi.fn(),
    onAskAgain: vi.fn(),
    onAskOtherwise: vi.fn(),
    onQuote: vi.fn(),
    onRetry: vi.fn(),
  };
}

function show(answer: Answer, isNewest = true) {
  const done = actions();
  const view = (shown: Answer) => <AnswerView answer={shown} isNewest={isNewest} {...done} />;
  const { rerender } = render(view(answer));
  return { ...done, become: (next: Answer) => rerender(view(next)) };
}

const waiting: Answer = EMPTY_ANSWER;
const streaming: Answer = { ...anAnswer(), status: "streaming", finishReason: null };

test("says which model answered, and why another one did not", () => {
  const reason = "It is not reachable.";
  const fallbackFrom = [{ model: "house", code: "language_model_failed", reason }];
  show(anAnswer({ model: "extractive", format: "literal", fallbackFrom }));
  const said = document.body.textContent;
  expect(said).toContain("house did not answer. It is not reachable.");
  expect(said).toContain("So the answer quotes your documents, without a language model.");
  expect(said).toContain("Quoted from your documents, no language model");
});

describe("an answer that is being written", () => {
  test("shows its progress, and the field below stops it", () => {
    const { become } = show(waiting);
    expect(screen.getByText("Searching…")).toBeDefined();
    become({ ...waiting, sources: [aSource(), aSource({ source_id: 2 })], status: "streaming" });
    expect(screen.getByText("Reading 2 passages…")).toBeDefined();
    become({ ...streaming, status: "reconnecting" });
    expect(screen.getByText(/Reconnecting/)).toBeDefined();
    expect(screen.queryByRole("button", { name: "Stop" })).toBeNull();
    expect(screen.queryByRole("button", { name: "Ask again" })).toBeNull();
  });

  test("is announced at its start, and read in full at its end", () => {
    vi.useFakeTimers();
    const { become } = show(waiting);
    const announced = () => screen.getAllByRole("status").map(({ textContent }) => textContent);
    expect(announced()).toContain("Answer is being written");
    act(() => vi.advanceTimersByTime(5_000));
    become(streaming);
    expect(announced()).toEqual([""]);
    become(anAnswer());
    expect(announced()).toContain("The valve is open .");
    act(() => vi.advanceTimersByTime(5_000));
    expect(announced().join("")).toBe("");
  });
});

describe("a reply to small talk", () => {
  test("is its text alone, without sources and counts", () => {
    show({
      ...anAnswer({ text: "You are welcome.", markers: [], citations: [], sources: [] }),
      groundedness: null,
      supported: null,
      sentences: null,
    });
    const answer = screen.getByRole("article", { name: "Answer" });
    expect(within(answer).getByText("You are welcome.")).toBeDefined();
    expect(within(answer).queryByText(/supported|quotation/)).toBeNull();
    expect(within(answer).queryByRole("list")).toBeNull();
  });
});

describe("an answer of the history", () => {
  test("is not announced", () => {
    show(anAnswer());
    expect(screen.getAllByRole("status").map(({ textContent }) => textContent)).toEqual(["", ""]);
  });

  test("that is withheld says why, and has nothing to look into", () => {
    show(anAnswer({ text: "", withheld: true, sources: [], citations: [], groundedness: null }));
    expect(screen.getByText(/rests on documents that you may not read/)).toBeDefined();
    expect(screen.queryByRole("button", { name: "Look inside" })).toBeNull();
  });

  test("can be asked again, and opens its retrieval", async () => {
    const { onAskAgain, onLookInside } = show(anAnswer({ cached: true }));
    await userEvent.click(screen.getByRole("button", { name: "Ask again" }));
    await userEvent.click(screen.getByRole("button", { name: "Look inside" }));
    expect(onAskAgain).toHaveBeenCalledOnce();
    expect(onLookInside).toHaveBeenCalledOnce();
    expect(screen.getByText("Cached")).toBeDefined();
  });

  test("is copied with its citations", async () => {
    const user = userEvent.setup();
    show(anAnswer());
    await user.click(screen.getByRole("button", { name: "Copy" }));
    expect(await screen.findByRole("button", { name: "Copied" })).toBeDefined();
    expect(await navigator.clipboard.readText()).toContain("The valve is open [^1].");
  });

  test("is copied even without the clipboard API", async () => {
    const copied: string[] = [];
    Object.assign(document, {
      execCommand: () => copied.push(document.querySelector("textarea")?.value ?? "") > 0,
    });
    const user = userEvent.setup({ writeToClipboard: false });
    vi.stubGlobal("navigator", {});
    show(anAnswer());
    await user.click(screen.getByRole("button", { name: "Copy" }));
    expect(await screen.findByRole("button", { name: "Copied" })).toBeDefined();
    expect(copied[0]).toContain("The valve is open [^1].");
    expect(document.querySelector("textarea")).toBeNull();
    vi.unstubAllGlobals();
  });

  test("lists cited sources by the words they are cited for, and the others separately", async () => {
    const sources = [aSource({ page: 3 }), aSource({ source_id: 2, filename: "other.md" })];
    const { onOpen } = show(anAnswer({ sources, citations: [aCitation({ page: 4 })] }));
    await userEvent.click(
      screen.getByRole("button", { name: "Open source 1: pump-manual.md, page 4" }),
    );
    expect(onOpen).toHaveBeenCalledWith({
      documentId: "d",
      version: 1,
      filename: "pump-manual.md",
      start: 100,
      end: 118,
      within: "page 4",
      standing: "quotation",
      passage: { start: 100, end: 200 },
      gone: false,
      stored: { text: aSource().content, start: 100 },
    });
    expect(screen.getByText("1 more passage was read")).toBeDefined();
  });

  test("offers the saved passage of a source whose document was deleted", async () => {
    const { onOpen } = show(anAnswer({ sources: [aSource({ gone: true })] }));
    expect(screen.getByText("Deleted since")).toBeDefined();
    const name = "Read passage of deleted source 1: pump-manual.md";
    const button = screen.getByRole("button", { name });
    expect(button.textContent).toBe("Read"); // the label has the words that are seen
    await userEvent.click(button);
    expect(onOpen.mock.lastCall?.[0]).toMatchObject({ gone: true, start: 100, end: 200 });
  });

  test("lists a source as cited if a marker names it, not if the document's own words do", () => {
    const text = "As in [2] it opens [1].";
    const sources = [aSource(), aSource({ source_id: 2, filename: "other.md" })];
    const markers = [{ start: 19, end: 22, source_id: 1 }];
    show(anAnswer({ text, markers, citations: [], sources }));
    const cited = within(screen.getByRole("list", { name: "Sources" }));
    expect(cited.getAllByRole("button").map((each) => each.getAttribute("aria-label"))).toEqual([
      "Open source 1: pump-manual.md",
    ]);
    expect(screen.getByText("1 more passage was read")).toBeDefined();
  });

  test("numbers its sources without gaps, in the order in which it names them", () => {
    const text = "It closes [7]. The valve is open [3]. It closes [7].";
    const sources = [3, 5, 7].map((source_id) =>
      aSource({ source_id, filename: `${source_id}.md`, document_id: `${source_id}` }),
    );
    show(anAnswer({ text, sources, citations: [] }));
    const marks = screen.getAllByRole("button", { name: /^Source/ });
    expect(marks.map(({ textContent }) => textContent)).toEqual(["1", "2", "1"]);
    const cited = within(screen.getByRole("list", { name: "Sources" }));
    expect(cited.getAllByRole("button").map((each) => each.getAttribute("aria-label"))).toEqual([
      "Open source 1: 7.md",
      "Open source 2: 3.md",
    ]);
  });

  test("shows the quoted words with those around them, under their file and heading", () => {
    const sources = [
      aSource({ section: ["Valves"] }),
      aSource({ source_id: 2, char_start: 300, char_end: 338 }),
    ];
    const citations = [
      aCitation({ section: ["Valves"] }),
      aCitation({ citation_id: "again" }),
      aCitation({
        citation_id: "later",
        char_start: 119,
        char_end: 138,
        cited_text: "It closes at night.",
      }),
      aCitation({ citation_id: "other", source_id: 2, char_start: 300, char_end: 318 }),
    ];
    show(anAnswer({ sources, citations }));
    const [document, ...more] = within(screen.getByRole("list", { name: "Sources" })).getAllByText(
      "pump-manual.md",
    );
    expect([document !== undefined, more.length]).toEqual([true, 0]);
    const quoted = [...screen.getByRole("list", { name: "Sources" }).querySelectorAll("mark")];
    expect(quoted.map(({ parentElement }) => parentElement?.textContent)).toEqual([
      "The valve is open. ",
      " It closes at night.",
      "The valve is open. It closes at night.",
    ]);
    expect(quoted.map(({ textContent }) => textContent)).toEqual([
      "The valve is open.",
      "It closes at night.",
      "The valve is open.",
    ]);
    expect(screen.getByText("Valves")).toBeDefined();
    expect(screen.getByText("2 sources in 1 document")).toBeDefined();
  });

  test("has its sources closed if it is not the newest", () => {
    show(anAnswer(), false);
    expect(screen.getByText("1 source").closest("details")?.open).toBe(false);
  });

  test("says at its top that a quoted document is gone", () => {
    show(anAnswer({ citations: [aCitation({ gone: true })] }));
    expect(screen.getByText("Every sentence verified, 1 document deleted since")).toBeDefined();
  });

  test.each([
    [1, 2, 2, "Every sentence verified"],
    [0.5, 1, 2, "1 of 2 sentences verified"],
    [0, 0, 2, "No sentence verified"],
  ])(
    "says at its top how much of it is verified: %d",
    (groundedness, supported, sentences, said) => {
      show(anAnswer({ groundedness, supported, sentences }));
      const badge = screen.getByText(said);
      const text = screen.getByText(/The valve is open/, { selector: "p" });
      expect(badge.compareDocumentPosition(text) & Node.DOCUMENT_POSITION_FOLLOWING).toBeTruthy();
      expect(screen.getByText(/does not have these words/)).toBeDefined(); // the legend
    },
  );

  test("that abstains says so once, with what can be done next", async () => {
    const { onAskOtherwise } = show(
      anAnswer({
        text: "The documents do not contain this information.",
        finishReason: "abstained",
        reason: "nothing_relevant",
        sources: [
          aSource({ similarity: 0.2, char_start: 0 }),
          aSource({ source_id: 2, similarity: 0.3, section: ["Near"] }),
        ],
        markers: [],
        citations: [],
        groundedness: null,
      }),
    );
    expect(screen.getAllByText(/do not contain|closely enough/)).toHaveLength(1);
    expect(screen.getByText("No answer found")).toBeDefined();
    expect(screen.getByText("Show the 2 nearest passages")).toBeDefined();
    const nearest = within(screen.getByRole("list", { name: "Nearest passages" }));
    expect(nearest.getAllByRole("button").map((each) => each.getAttribute("aria-label"))).toEqual([
      "Open passage: pump-manual.md, Near",
      "Open passage: pump-manual.md",
    ]);
    expect(screen.getByRole("link", { name: "Add documents" })).toBeDefined();
    expect(screen.queryByRole("button", { name: "Copy with citations" })).toBeNull();
    await userEvent.click(screen.getByRole("button", { name: "Ask in other words" }));
    expect(onAskOtherwise).toHaveBeenCalledOnce();
  });

  test("that abstains says so in the language of the pages, but not for a model", () => {
    speak(german, "de");
    const abstained = { finishReason: "abstained", reason: "not_answered_by_passages" } as const;
    const text = "The documents do not contain this information.";
    const { become } = show(anAnswer({ ...abstained, text, markers: [], citations: [] }));
    expect(screen.getByText("Die Dokumente enthalten diese Information nicht.")).toBeDefined();
    become(anAnswer({ ...abstained, text: "Nothing on pumps.", markers: [], citations: [] }));
    expect(screen.getByText("Nothing on pumps.")).toBeDefined();
  });

  test("that failed offers quotations instead", async () => {
    const failed = { status: "failed", finishReason: "error", error: "It broke off." } as const;
    const { onQuote } = show(anAnswer({ ...failed, groundedness: null }));
    expect(screen.getByText("Not checked to its end")).toBeDefined();
    expect(screen.getByText(/does not have these words/)).toBeDefined(); // the legend
    await userEvent.click(screen.getByRole("button", { name: "Answer with quotations instead" }));
    expect(onQuote).toHaveBeenCalledOnce();
  });

  test("can be retried if the connection is lost", async () => {
    const { onRetry } = show({ ...streaming, status: "lost" });
    await userEvent.click(screen.getByRole("button", { name: "Try again" }));
    expect(onRetry).toHaveBeenCalledOnce();
  });
});

describe("a citation's mark", () => {
  test("shows its quotation on focus, and opens its place", async () => {
    const { onOpen } = show(anAnswer());
    await userEvent.tab(); // to what explains the marks
    await userEvent.tab();
    const mark = screen.getByRole("button", { name: "Source 1, verified: pump-manual.md" });
    expect(document.activeElement).toBe(mark);
    const card = await screen.findByRole("tooltip");
    expect(within(card).getByText("The valve is open.")).toBeDefined();
    expect(within(card).getByText("Verified: these exact words are in the document")).toBeDefined();
    expect(mark.getAttribute("aria-describedby")).toBe(card.id);
    await userEvent.keyboard("{Enter}");
    expect(onOpen).toHaveBeenCalledWith(
      expect.objectContaining({ start: 100, standing: "quotation" }),
    );
    await userEvent.keyboard("{Escape}");
    await waitFor(() => expect(screen.queryByRole("tooltip")).toBeNull());
  });

  test("shows its quotation on hover", async () => {
    show(anAnswer({ citations: [aCitation({ verified: false, answer_end: 22 })] }));
    await userEvent.hover(screen.getByRole("button", { name: /not verified/ }));
    const card = await screen.findByRole("tooltip");
    expect(within(card).getByText(/^Not verified/)).toBeDefined();
  });

  test("of a deleted document opens the saved passage", async () => {
    const { onOpen } = show(anAnswer({ citations: [aCitation({ gone: true, answer_end: 22 })] }));
    await userEvent.click(screen.getByRole("button", { name: /document deleted/ }));
    expect(onOpen).toHaveBeenCalledWith({
      documentId: "d",
      version: 1,
      filename: "pump-manual.md",
      start: 100,
      end: 118,
      within: "",
      standing: "quotation",
      passage: { start: 100, end: 200 },
      gone: true,
      stored: { text: aSource().content, start: 100 },
    });
  });

  test("that was not verified still says so when its document is deleted", async () => {
    const citation = aCitation({ gone: true, verified: false, answer_end: 22 });
    const { onOpen } = show(anAnswer({ citations: [citation], sources: [] }));
    const mark = screen.getByRole("button", { name: /not verified, document deleted/ });
    expect(mark.textContent).toBe("1?");
    await userEvent.click(mark);
    expect(onOpen.mock.lastCall?.[0]).toMatchObject({ standing: "unverified", stored: undefined });
  });

  test("without a quotation says that its document was deleted", () => {
    show(anAnswer({ citations: [], sources: [aSource({ gone: true })] }));
    const mark = screen.getByRole("button", { name: /^Source 1/ });
    expect(mark.getAttribute("aria-label")).toBe("Source 1, document deleted: pump-manual.md");
  });
});

test.each([
  ["waiting", waiting],
  ["streaming", streaming],
  [
    "done",
    anAnswer({ text: "# A\n\n- [x] b [1]\n\n| c |\n|---|\n| d |\n\n```\ne\n```", cached: true }),
  ],
  ["abstained", anAnswer({ finishReason: "abstained", reason: "nothing_relevant" })],
  ["failed", anAnswer({ status: "failed", finishReason: "error", error: "It broke off." })],
  ["lost", anAnswer({ status: "lost" })],
])("has no axe violations in an answer that is %s", async (_, answer) => {
  show(answer);
  HTMLCanvasElement.prototype.getContext = () => null; // axe calls it, jsdom lacks it
  const { violations } = await axe.run(document.body, {
    // jsdom renders no pixels; the surrounding page has the landmarks
    rules: { "color-contrast": { enabled: false }, region: { enabled: false } },
  });
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
});
