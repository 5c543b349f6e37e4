/** The model that is to answer the next questions, in all conversations of this browser. */

import { useSyncExternalStore } from "react";
import { readStored, writeStored } from "@/lib/stored";

const KEY = "quoth-model";

const listeners = new Set<() => void>();

/** Returns the name of the chosen model; null for the default one. */
export function readModel(): string | null {
  return readStored(KEY);
}

export function useChosenModel(): string | null {
  return useSyncExternalStore(subscribe, readModel);
}

/** Stores the choice; null for the default model. */
export function chooseModel(name: string | null): void {
  writeStored(KEY, name);
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
