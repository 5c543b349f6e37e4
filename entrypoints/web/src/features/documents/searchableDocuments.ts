/** Queries for searchable documents, that is, processed ones. */

import { useQuery } from "@tanstack/react-query";
import { api, unwrap } from "@/api/client";
import { documentsKey, useRefreshAfterUploads } from "./queries";

/** Returns 0 without searchable documents and 1 with any; null if the server does not say. */
export function useDocumentCount(): number | null | Pending {
  useRefreshAfterUploads();
  return useCount(null, [...documentsKey, "count"]);
}

/** Returns whether a document with this name is searchable; null if the server does not say. */
export function useHasDocument(filename: string): boolean | null | Pending {
  const count = useCount(filename, [...documentsKey, "named", filename]);
  return typeof count === "number" ? count === 1 : count;
}

/** The value of a query that waits for its first response. */
type Pending = undefined;

function useCount(filename: string | null, queryKey: readonly string[]): number | null | Pending {
  const { data, isPending } = useQuery({
    queryKey,
    queryFn: ({ signal }) => countUpToOne(filename, signal),
  });
  return isPending ? undefined : (data ?? null);
}

async function countUpToOne(filename: string | null, signal: AbortSignal): Promise<number> {
  const query = { limit: 1, status: "processed" as const, ...(filename !== null && { filename }) };
  const { items } = await unwrap(api.GET("/api/document", { params: { query }, signal }));
  return items.length;
}
