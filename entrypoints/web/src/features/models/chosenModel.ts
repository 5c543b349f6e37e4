/** The model that is to answer the next questions, in all conversations of this browser. */

import { readStored, useStored, writeStored } from "@/lib/stored";

const KEY = "quoth-model";

/** Returns the name of the chosen model; null for the default one. */
export function readModel(): string | null {
  return readStored(KEY);
}

export function useChosenModel(): string | null {
  return useStored(KEY);
}

/** Stores the choice; null for the default model. */
export function chooseModel(name: string | null): void {
  writeStored(KEY, name);
}
