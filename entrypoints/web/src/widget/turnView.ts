/** Shows a question, its answer and the words that it quotes. */

import type { Citation } from "@quoth/client";
import { unguarded } from "@/lib/guardedWords";
import { button, element, setChildren } from "./elements";
import { renderLiteral, renderMarkdown, renderQuotation } from "./markdown";
import { guardedText, isOpen, MARKER, quotedSources, type Turn } from "./turn";
import { t } from "./words";

export interface TurnView {
  readonly root: HTMLElement;
  /** Shows the turn as it is now. */
  update(turn: Turn): void;
}

/** Shows a turn. `id` is unique among the turns; `onRetry` asks again what failed. */
export function turnView(turn: Turn, id: string, onRetry: () => void): TurnView {
  const text = element("div", { class: "text" });
  const progress = element("p", { class: "progress" });
  const ending = element("div", { class: "ending" });
  const sources = element("ul", { class: "sources", "aria-label": t.sources });
  const root = element(
    "article",
    { class: "turn" },
    element("p", { class: "question" }, element("bdi", {}, turn.question)),
    text,
    progress,
    ending,
    sources,
  );
  /** Which quotations are open, also while the rest arrives. */
  const open = new Set<number>();
  let shown = turn;

  const showSource = (sourceId: number) => {
    open.add(sourceId);
    renderSources();
    const shownButton = sources.querySelector<HTMLElement>(`[data-source="${sourceId}"]`);
    shownButton?.focus();
    shownButton?.nextElementSibling?.scrollIntoView({ block: "nearest" });
  };

  const renderSources = () => {
    const quoted = quotedSources(shown);
    sources.hidden = quoted.length === 0;
    const items = quoted.map(([sourceId, citations]) => {
      const isShown = open.has(sourceId);
      const toggle = () => {
        if (isShown) {
          open.delete(sourceId);
          renderSources();
          sources.querySelector<HTMLElement>(`[data-source="${sourceId}"]`)?.focus();
        } else showSource(sourceId);
      };
      return sourceItem(sourceId, citations, isShown, `${id}-${sourceId}`, toggle);
    });
    setChildren(sources, items);
  };

  const renderText = () => {
    const quoted = new Set(quotedSources(shown).map(([sourceId]) => sourceId));
    const withMarkers = (words: string) =>
      words.split(new RegExp(MARKER, "g")).flatMap<Node | string>((part, index) => {
        if (index % 2 === 0) return part === "" ? [] : [unguarded(part)];
        const sourceId = shown.markers[Number(part)]?.sourceId;
        if (sourceId === undefined || !quoted.has(sourceId)) return [];
        const label = { class: "marker", "aria-label": t.source(sourceId) };
        return [button(label, () => showSource(sourceId), String(sourceId))];
      });
    const render = shown.format === "literal" ? renderLiteral : renderMarkdown;
    setChildren(text, render(guardedText(shown), withMarkers));
  };

  return {
    root,
    update(next) {
      shown = next;
      root.setAttribute("aria-busy", String(isOpen(next)));
      progress.textContent = isOpen(next) ? progressOf(next) : "";
      progress.hidden = !isOpen(next);
      renderText();
      renderSources();
      setChildren(ending, endingOf(next, onRetry));
    },
  };
}

function sourceItem(
  sourceId: number,
  citations: readonly Citation[],
  isShown: boolean,
  id: string,
  onToggle: () => void,
): HTMLElement {
  const [first] = citations;
  const attributes = {
    class: "source",
    "data-source": String(sourceId),
    "aria-expanded": String(isShown),
    "aria-controls": id,
  };
  const number = element("span", { class: "number" }, String(sourceId));
  const name = element("bdi", {}, first === undefined ? "" : placeOf(first));
  const quotes = citations.map(({ cited_text }) => renderQuotation(cited_text));
  const words = element("div", { id, class: "quotes" }, ...quotes);
  words.hidden = !isShown;
  return element("li", {}, button(attributes, onToggle, number, name), words);
}

function placeOf({ filename, page, slide, section }: Citation): string {
  const heading = section.at(-1);
  const place = page !== null ? t.page(page) : slide !== null ? t.slide(slide) : (heading ?? null);
  return place === null ? filename : `${filename}, ${place}`;
}

function progressOf(turn: Turn): string {
  return turn.text === "" ? t.searching : t.writing;
}

function endingOf(turn: Turn, onRetry: () => void): HTMLElement[] {
  if (turn.error !== null) {
    const again = button({ class: "plain" }, onRetry, t.tryAgain);
    return [element("p", { class: "error" }, turn.error, " ", again)];
  }
  switch (turn.finishReason) {
    case "abstained":
      if (turn.text !== "") return []; // the model said so itself
      return [element("p", { class: "note" }, t.noAnswer)];
    case "cancelled":
      return [element("p", { class: "note" }, t.stopped)];
    case "length":
      return [element("p", { class: "note" }, t.tooLong)];
    default:
      return [];
  }
}
