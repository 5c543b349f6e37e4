import { useCallback, useEffect, useLayoutEffect, useMemo, useRef } from "react";
import { useLocation, useSearch } from "wouter";
import { useHistoryState } from "wouter/use-browser-location";
import type { Citation, Source } from "@/api/types";
import { EMPTY_ANSWER, type SourceNumbers, sourceNumbers } from "@/features/answer";
import { isAt, type PanelAddress, panelIn } from "@/lib/panelAddress";
import { paths } from "@/lib/paths";
import { type Place, placeOfCitation, placeOfSource } from "@/lib/place";
import { returnFocus } from "@/lib/returnFocus";
import { useKeys } from "@/lib/useKeys";
import type { Turn } from "./turns";

/** The content of the panel: a place in a document, or the retrieval behind an answer. */
export type Panel =
  /** `filename` is null if only the server knows it; `isPassage` if it was opened from a search. */
  | { kind: "document"; place: UnnamedPlace; isPassage: boolean; quotations: Quotations | null }
  /** `asked` is the question in the user's words, `numbers` are those of the answer's sources. */
  | {
      kind: "inside";
      messageId: string;
      asked: string | undefined;
      numbers: SourceNumbers;
      sources: readonly Source[];
    };

type UnnamedPlace = Omit<Place, "filename"> & { filename: string | null };

/** The quotations of an answer, in its order, of which one is shown. */
export interface Quotations {
  index: number;
  count: number;
  previous: Place | undefined;
  next: Place | undefined;
}

/** What the entry of the browser's history holds beside the address. */
interface Entry {
  place: Place | null;
  /** The answer that the place was opened from. */
  messageId: string | null;
  /** Whether the entry before is the search that the place was opened from. */
  isPassage: boolean;
  /** The number of entries that the panel has added, which closing it goes back. */
  depth: number;
}

/** The side panel, which is a part of the page's address: going back in the browser closes it. */
export function usePanel(sessionId: string | null, turns: readonly Turn[]) {
  const [, navigate] = useLocation();
  const search = useSearch();
  const state: unknown = useHistoryState();
  const address = useMemo(() => (sessionId === null ? null : panelIn(search)), [sessionId, search]);
  const entry = useMemo(() => (address && isEntry(state) ? state : NO_ENTRY), [address, state]);
  const panel = address && panelAt(address, entry, turns);
  const isGoingBack = useRef(false);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the browser has gone to another entry
  useEffect(() => {
    isGoingBack.current = false;
  }, [address, entry]);

  const close = useCallback(() => {
    if (sessionId === null || isGoingBack.current) return;
    if (entry.depth > 0) {
      isGoingBack.current = true; // it takes a moment, and going back twice would leave the page
      window.history.go(-entry.depth);
    } else navigate(paths.conversation(sessionId), { replace: true });
  }, [sessionId, entry, navigate]);
  const keepOpener = useReturningFocus(address !== null);

  /** Opens the panel from the conversation, in place of what it shows. */
  const show = useCallback(
    (next: PanelAddress, place: Place | null = null, messageId: string | null = null) => {
      if (sessionId === null) return;
      keepOpener();
      const replace = address !== null;
      const depth = replace ? entry.depth : 1;
      const state: Entry = { place, messageId, isPassage: false, depth };
      navigate(paths.conversation(sessionId, next), { replace, state });
    },
    [sessionId, address, entry, navigate, keepOpener],
  );

  /** Opens a passage from the search that the panel shows. */
  const showPassage = useCallback(
    (place: Place) => {
      if (sessionId === null) return;
      // a search that was linked has no entry without the panel before it, to which closing goes
      const depth = entry.depth > 0 ? entry.depth + 1 : 0;
      const state: Entry = { place, messageId: null, isPassage: true, depth };
      navigate(paths.conversation(sessionId, { kind: "document", ...place }), { state });
    },
    [sessionId, entry, navigate],
  );

  /** Shows another quotation of the same answer. */
  const step = useCallback(
    (place: Place) => {
      if (sessionId === null) return;
      const next = paths.conversation(sessionId, { kind: "document", ...place });
      navigate(next, { replace: true, state: { ...entry, place } });
    },
    [sessionId, entry, navigate],
  );

  const showOfNewest = (index: number) => {
    const newest = turns.at(-1);
    const place = newest && quotationsOfTurn(newest).at(index);
    if (place) show({ kind: "document", ...place }, place, messageIdOf(newest));
  };
  useKeys(address === null ? { "[": () => showOfNewest(-1), "]": () => showOfNewest(0) } : {});

  return { address, panel, show, showPassage, step, close };
}

const NO_ENTRY: Entry = { place: null, messageId: null, isPassage: false, depth: 0 };

function isEntry(state: unknown): state is Entry {
  return typeof state === "object" && state !== null && "depth" in state;
}

/** Returns focus to what opened the panel last, if the panel had it when it is closed. */
function useReturningFocus(isOpen: boolean): () => void {
  const opener = useRef<HTMLElement | null>(null);

  // at once: a moment later, focus has fallen to the conversation
  useLayoutEffect(() => {
    if (isOpen) return;
    const { activeElement } = document;
    const isLost = activeElement === null || activeElement === document.body;
    if (isLost && opener.current?.isConnected) returnFocus(opener.current);
    opener.current = null;
  }, [isOpen]);

  return useCallback(() => {
    const focused = document.activeElement;
    if (focused instanceof HTMLElement && focused !== document.body) opener.current = focused;
  }, []);
}

function panelAt(address: PanelAddress, entry: Entry, turns: readonly Turn[]): Panel {
  if (address.kind === "inside") {
    const turn = turns.find((each) => messageIdOf(each) === address.messageId);
    const answer = turn?.stored ?? turn?.live ?? EMPTY_ANSWER;
    const { sources } = answer;
    return { ...address, asked: turn?.question, numbers: sourceNumbers(answer), sources };
  }
  const { place, messageId, isPassage } = entry;
  const { found, among } = placeIn(turns, address, messageId);
  const known = place && isAt(place, address) ? place : found;
  const quotations = isPassage ? null : quotationsAt(among, address);
  if (known) return { kind: "document", place: known, isPassage, quotations };
  return { kind: "document", place: unnamedAt(address), isPassage, quotations };
}

/** Returns a place of which only the address is known. */
function unnamedAt({ documentId, version, start, end }: DocumentAddress): UnnamedPlace {
  return {
    documentId,
    version,
    start,
    end,
    filename: null,
    within: "",
    standing: "quotation",
    passage: undefined,
    gone: false,
    stored: undefined,
  };
}

type DocumentAddress = PanelAddress & { kind: "document" };

/**
 * Returns the citation or source at an address, and all quotations of its answer.
 *
 * @param messageId The answer to look in first; null if it is not known.
 */
function placeIn(
  turns: readonly Turn[],
  address: DocumentAddress,
  messageId: string | null,
): { found: Place | undefined; among: readonly Place[] } {
  const first = turns.filter((turn) => messageId !== null && messageIdOf(turn) === messageId);
  for (const { live, stored } of [...first, ...turns]) {
    for (const answer of [stored, live]) {
      const sources = answer?.sources ?? [];
      const among = quotationsOf(answer?.citations ?? [], sources);
      const found = [...among, ...sources.map(placeOfSource)].find((each) => isAt(each, address));
      if (found) return { found, among };
    }
  }
  return { found: undefined, among: [] };
}

/** Returns the places of what the answer of a turn quotes, in its order. */
function quotationsOfTurn({ live, stored }: Turn): readonly Place[] {
  const answers = [stored, live].map((each) =>
    quotationsOf(each?.citations ?? [], each?.sources ?? []),
  );
  return answers.find((places) => places.length > 0) ?? [];
}

/** Returns the places of citations in the order of the answer, each place once. */
function quotationsOf(citations: readonly Citation[], sources: readonly Source[]): Place[] {
  const places = [...citations]
    .sort((one, other) => one.answer_start - other.answer_start)
    .map((each) => {
      const source = sources.find(({ source_id }) => source_id === each.source_id);
      return placeOfCitation(each, source);
    });
  return places.filter(
    (place, index) =>
      places.findIndex((each) => isAt(each, { kind: "document", ...place })) === index,
  );
}

function quotationsAt(among: readonly Place[], address: DocumentAddress): Quotations | null {
  const index = among.findIndex((each) => isAt(each, address));
  if (index === -1 || among.length < 2) return null;
  return { index, count: among.length, previous: among[index - 1], next: among[index + 1] };
}

function messageIdOf({ stored, live }: Turn): string | null {
  return stored?.message_id ?? live?.messageId ?? null;
}
