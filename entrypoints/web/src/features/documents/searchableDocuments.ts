/** Queries for searchable documents, that is, processed ones. */

import { useQuery } from "@tanstack/react-query";
import { api, unwrap } from "@/api/client";
import { documentsKey, useRefreshAfterUploads } from "./queries";

/** Returns 0 without searchable documents and 1 with any; null until known. */
export function useDocumentCount(): number | null {
  useRefreshAfterUploads();
  const { data } = useQuery({
    queryKey: [...documentsKey, "count"],
    queryFn: ({ signal }) => countUpToOne(null, signal),
  });
  return data ?? null;
}

/** Returns whether a document with this name is searchable; false until known. */
export function useHasDocument(filename: string): boolean {
  const { data } = useQuery({
    queryKey: [...documentsKey, "named", filename],
    queryFn: ({ signal }) => countUpToOne(filename, signal),
  });
  return data === 1;
}

async function countUpToOne(filename: string | null, signal: AbortSignal): Promise<number> {
  const query = { limit: 1, status: "processed" as const, ...(filename !== null && { filename }) };
  const { items } = await unwrap(api.GET("/api/document", { params: { query }, signal }));
  return items.length;
}
