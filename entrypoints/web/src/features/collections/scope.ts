/** What the next question of a conversation is asked of. */

import { useCallback, useSyncExternalStore } from "react";
import type { Within } from "@/api/types";
import { NEW_CONVERSATION } from "@/lib/newConversation";
import { readStored, writeStored } from "@/lib/stored";

/** Which documents are asked; null for all. */
export type Scope = Within | null;

const PREFIX = "quoth-scope-";

const scopes = new Map<string, Scope | undefined>();
const listeners = new Set<() => void>();

/**
 * Returns what is asked of, and a function that chooses it.
 *
 * A conversation goes on with what its last question was asked of, unless something else was chosen
 * in this tab.
 */
export function useScope(conversation: string, last: Scope): [Scope, (scope: Scope) => void] {
  const read = useCallback(() => readScope(conversation), [conversation]);
  const set = useCallback((scope: Scope) => chooseScope(conversation, scope), [conversation]);
  const chosen = useSyncExternalStore(subscribe, read);
  return [chosen === undefined ? last : chosen, set];
}

/** Chooses what the next question is asked of, until the tab is closed. */
export function chooseScope(conversation: string, scope: Scope): void {
  store(conversation, scope, JSON.stringify(scope));
}

/** Chooses what the first question of a new conversation is asked of. */
export function scopeNewConversation(scope: Scope): void {
  chooseScope(NEW_CONVERSATION, scope);
}

/** Forgets what was chosen: the last question decides again. */
export function forgetScope(conversation: string): void {
  store(conversation, undefined, null);
}

function store(conversation: string, scope: Scope | undefined, text: string | null): void {
  scopes.set(conversation, scope);
  writeStored(PREFIX + conversation, text, "session");
  for (const listener of listeners) listener();
}

function readScope(conversation: string): Scope | undefined {
  if (!scopes.has(conversation)) {
    scopes.set(conversation, parsed(readStored(PREFIX + conversation, "session")));
  }
  return scopes.get(conversation);
}

function parsed(stored: string | null): Scope | undefined {
  if (stored === null) return undefined;
  try {
    const scope: unknown = JSON.parse(stored);
    return scope !== null && typeof scope === "object" && !Array.isArray(scope)
      ? (scope as Within)
      : null;
  } catch {
    return undefined;
  }
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
