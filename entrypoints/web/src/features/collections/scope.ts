/** The collections that the next question of a conversation is asked of. */

import { useCallback, useSyncExternalStore } from "react";
import { readStored, writeStored } from "@/lib/stored";

const PREFIX = "quoth-scope-";

const scopes = new Map<string, readonly string[]>();
const listeners = new Set<() => void>();
const ALL: readonly string[] = [];

/** Returns the names of the collections, none for all documents, and a function that sets them. */
export function useScope(
  conversation: string,
): [readonly string[], (names: readonly string[]) => void] {
  const read = useCallback(() => readScope(conversation), [conversation]);
  const set = useCallback(
    (names: readonly string[]) => restoreScope(conversation, names),
    [conversation],
  );
  return [useSyncExternalStore(subscribe, read), set];
}

/** Stores the collections of a conversation until the tab is closed. */
export function restoreScope(conversation: string, names: readonly string[]): void {
  scopes.set(conversation, names);
  writeStored(PREFIX + conversation, names.length > 0 ? JSON.stringify(names) : null, "session");
  for (const listener of listeners) listener();
}

function readScope(conversation: string): readonly string[] {
  let scope = scopes.get(conversation);
  if (scope === undefined) {
    scope = parsed(readStored(PREFIX + conversation, "session"));
    scopes.set(conversation, scope);
  }
  return scope;
}

function parsed(stored: string | null): readonly string[] {
  try {
    const names: unknown = JSON.parse(stored ?? "[]");
    return Array.isArray(names) ? names.map(String) : ALL;
  } catch {
    return ALL;
  }
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
