/** Which documents are listed, and in which order. It is part of the address of the page. */

import { useCallback, useMemo } from "react";
import { useSearchParams } from "wouter";
import type { DocumentSort, DocumentStatus } from "@/api/types";

export interface Listing {
  /** A part of the name, in which `*` and `?` are wildcards. */
  text: string;
  status: DocumentStatus | null;
  collection: string | null;
  mediaType: string | null;
  /** One of its tags, which are the metadata of this name. */
  tag: string | null;
  sort: DocumentSort;
}

export const NEWEST: DocumentSort = "-uploaded_at";

const STATUSES: readonly string[] = ["pending", "processing", "processed", "failed", "cancelled"];
const SORTS: readonly string[] = [
  "uploaded_at",
  "filename",
  "-filename",
  "file_size",
  "-file_size",
] satisfies DocumentSort[];

/** Returns what the address says, and a function that changes it. */
export function useListing(): [Listing, (change: Partial<Listing>) => void] {
  const [parameters, setParameters] = useSearchParams();
  const listing = useMemo(() => listingIn(parameters), [parameters]);
  const change = useCallback(
    (changes: Partial<Listing>) =>
      setParameters((before) => searchOf({ ...listingIn(before), ...changes }), { replace: true }),
    [setParameters],
  );
  return [listing, change];
}

/** Whether some documents are left out. */
export function isFiltered({ text, ...conditions }: Listing): boolean {
  const { status, collection, mediaType, tag } = conditions;
  return text.trim() !== "" || [status, collection, mediaType, tag].some((each) => each !== null);
}

/** Returns the parameters of the address of a list. */
export function searchOf(listing: Partial<Listing>): URLSearchParams {
  const parameters = new URLSearchParams();
  for (const [name, key] of Object.entries(PARAMETERS)) {
    const value = listing[key];
    if (value && value !== NEWEST) parameters.set(name, value);
  }
  return parameters;
}

const PARAMETERS = {
  name: "text",
  status: "status",
  collection: "collection",
  type: "mediaType",
  tag: "tag",
  sort: "sort",
} as const;

function listingIn(parameters: URLSearchParams): Listing {
  const status = parameters.get("status") ?? "";
  const sort = parameters.get("sort") ?? "";
  return {
    text: parameters.get("name") ?? "",
    status: STATUSES.includes(status) ? (status as DocumentStatus) : null,
    collection: parameters.get("collection"),
    mediaType: parameters.get("type"),
    tag: parameters.get("tag"),
    sort: SORTS.includes(sort) ? (sort as DocumentSort) : NEWEST,
  };
}
