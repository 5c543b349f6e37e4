/** Whether there is anything to ask. */

import { useQuery } from "@tanstack/react-query";
import { api, unwrap } from "@/api/client";
import { documentsKey, useRefreshAfterUploads } from "./queries";

/** Returns how many documents can be searched, counted no further than to one; null until known. */
export function useDocumentCount(): number | null {
  useRefreshAfterUploads();
  const { data } = useQuery({
    queryKey: [...documentsKey, "count"],
    queryFn: async ({ signal }) => {
      const query = { limit: 1, status: "processed" as const };
      const { items } = await unwrap(api.GET("/api/document", { params: { query }, signal }));
      return items.length;
    },
  });
  return data ?? null;
}
