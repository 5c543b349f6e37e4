/** Queries for searchable documents, that is, processed ones. */

import { useQuery } from "@tanstack/react-query";
import { api, unwrap } from "@/api/client";
import { documentsKey, useRefreshAfterUploads } from "./queries";

/** Returns 0 without searchable documents and 1 with any; null if the server does not say. */
export function useDocumentCount(): number | null | Pending {
  useRefreshAfterUploads();
  const { data, isPending } = useQuery({
    queryKey: [...documentsKey, "count"],
    queryFn: ({ signal }) => countUpToOne(signal),
  });
  return isPending ? undefined : (data ?? null);
}

/** The value of a query that waits for its first response. */
type Pending = undefined;

async function countUpToOne(signal: AbortSignal): Promise<number> {
  const query = { limit: 1, status: "processed" as const };
  const { items } = await unwrap(api.GET("/api/document", { params: { query }, signal }));
  return items.length;
}
