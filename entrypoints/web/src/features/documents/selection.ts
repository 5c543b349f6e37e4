/** The documents that are ticked in a list. */

import { useCallback, useState } from "react";
import type { Document } from "@/api/types";

export interface Selection {
  readonly documents: ReadonlyMap<string, Document>;
  has(document: Document): boolean;
  /** Ticks or unticks documents. */
  set(documents: readonly Document[], chosen: boolean): void;
  clear(): void;
}

const NONE: ReadonlyMap<string, Document> = new Map();

export function useSelection(): Selection {
  const [documents, setDocuments] = useState(NONE);
  const set = useCallback(
    (some: readonly Document[], chosen: boolean) =>
      setDocuments((before) => {
        const after = new Map(before);
        for (const each of some) {
          if (chosen) after.set(each.document_id, each);
          else after.delete(each.document_id);
        }
        return after;
      }),
    [],
  );
  const clear = useCallback(() => setDocuments(NONE), []);
  return { documents, has: ({ document_id }) => documents.has(document_id), set, clear };
}
