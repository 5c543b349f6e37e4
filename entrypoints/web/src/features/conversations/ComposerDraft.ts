/** Drafts: text that was typed but not sent, stored for each conversation. */

import { useCallback, useSyncExternalStore } from "react";
import { readStored, writeStored } from "@/lib/stored";

const PREFIX = "quoth-draft-";

const drafts = new Map<string, string>();
const listeners = new Set<() => void>();

/** Returns the draft of a conversation and a function that sets it. */
export function useDraft(conversation: string): [string, (text: string) => void] {
  const read = useCallback(() => readDraft(conversation), [conversation]);
  const setDraft = useCallback((text: string) => storeDraft(conversation, text), [conversation]);
  return [useSyncExternalStore(subscribe, read), setDraft];
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function readDraft(conversation: string): string {
  let draft = drafts.get(conversation);
  if (draft === undefined) {
    draft = readStored(PREFIX + conversation, "session") ?? "";
    drafts.set(conversation, draft);
  }
  return draft;
}

/** Puts a question back that was not sent. Returns whether it did: it replaces no other draft. */
export function restoreDraft(conversation: string, question: string): boolean {
  if (readDraft(conversation).trim() !== "") return false;
  storeDraft(conversation, question);
  return true;
}

function storeDraft(conversation: string, text: string): void {
  drafts.set(conversation, text);
  writeStored(PREFIX + conversation, text, "session");
  for (const listener of listeners) listener();
}
