import { useCallback, useEffect, useMemo, useRef } from "react";
import { useLocation, useSearch } from "wouter";
import { useHistoryState } from "wouter/use-browser-location";
import type { Citation } from "@/api/types";
import { isAt, type PanelAddress, panelIn } from "@/lib/panelAddress";
import { paths } from "@/lib/paths";
import { type Place, placeOfCitation, placeOfSource } from "@/lib/place";
import { returnFocus } from "@/lib/returnFocus";
import type { Turn } from "./turns";

/** The content of the panel: a place in a document, or the retrieval behind an answer. */
export type Panel =
  /** `filename` is null if only the server knows it; `isPassage` if it was opened from a search. */
  | { kind: "document"; place: UnnamedPlace; isPassage: boolean }
  /** `asked` is the question in the user's words. */
  | { kind: "inside"; messageId: string; asked: string | undefined };

type UnnamedPlace = Omit<Place, "filename"> & { filename: string | null };

/** What the entry of the browser's history holds beside the address. */
interface Entry {
  place: Place | null;
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
    (next: PanelAddress, place: Place | null = null) => {
      if (sessionId === null) return;
      keepOpener();
      const replace = address !== null;
      const depth = replace ? entry.depth : 1;
      const state: Entry = { place, isPassage: false, depth };
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
      const state: Entry = { place, isPassage: true, depth };
      navigate(paths.conversation(sessionId, { kind: "document", ...place }), { state });
    },
    [sessionId, entry, navigate],
  );

  return { panel, show, showPassage, close };
}

const NO_ENTRY: Entry = { place: null, isPassage: false, depth: 0 };

function isEntry(state: unknown): state is Entry {
  return typeof state === "object" && state !== null && "depth" in state;
}

/** Returns focus to what opened the panel last, if the panel had it when it is closed. */
function useReturningFocus(isOpen: boolean): () => void {
  const opener = useRef<HTMLElement | null>(null);

  useEffect(() => {
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

function panelAt(
  address: PanelAddress,
  { place, isPassage }: Entry,
  turns: readonly Turn[],
): Panel {
  if (address.kind === "inside") {
    const turn = turns.find((each) => messageIdOf(each) === address.messageId);
    return { ...address, asked: turn?.question };
  }
  const known = place && isAt(place, address) ? place : placeIn(turns, address);
  if (known) return { kind: "document", place: known, isPassage };
  const { documentId, version, start, end } = address;
  const unnamed = { documentId, version, start, end, filename: null, verified: true, gone: false };
  return { kind: "document", place: { ...unnamed, stored: undefined }, isPassage };
}

/** Returns the citation or source of a conversation that is at an address. */
function placeIn(
  turns: readonly Turn[],
  address: PanelAddress & { kind: "document" },
): Place | undefined {
  for (const { live, stored } of turns) {
    for (const answer of [stored, live]) {
      const sources = answer?.sources ?? [];
      const sourceOf = ({ source_id: id }: Citation) =>
        sources.find((each) => each.source_id === id);
      const cited = (answer?.citations ?? []).map((each) => placeOfCitation(each, sourceOf(each)));
      const found = [...cited, ...sources.map(placeOfSource)].find((each) => isAt(each, address));
      if (found) return found;
    }
  }
  return undefined;
}

function messageIdOf({ stored, live }: Turn): string | null {
  return stored?.message_id ?? live?.messageId ?? null;
}
