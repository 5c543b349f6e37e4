/** What there is to ask: documents that have been processed. */

import { useQuery } from "@tanstack/react-query";
import { api, unwrap } from "@/api/client";
import { documentsKey, useRefreshAfterUploads } from "./queries";

/** Returns how many documents can be searched, counted no further than to one; null until known. */
export function useDocumentCount(): number | null {
  useRefreshAfterUploads();
  const { data } = useQuery({
    queryKey: [...documentsKey, "count"],
    queryFn: ({ signal }) => countUpToOne(null, signal),
  });
  return data ?? null;
}

/** Returns whether a document of this name can be searched; false until known. */
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
