/** Who may read a document: its own limit, and those of its collections. */

import type { Collection, Document } from "@/api/types";

export interface Limit {
  /** The collection that it is the limit of; null for that of the document itself. */
  collection: string | null;
  groups: readonly string[];
}

/** Returns the limits that hold for a document, each of which one has to be in a group of. */
export function limitsOf(document: Document, collections: readonly Collection[]): Limit[] {
  const own = { collection: null, groups: document.limited_to };
  const around = collections
    .filter(({ name }) => document.collections.includes(name))
    .map(({ name, limited_to }) => ({ collection: name, groups: limited_to }));
  return [own, ...around].filter(({ groups }) => groups.length > 0);
}
