/** Queries of collections. */

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, unwrap } from "@/api/client";

/** Begins with the key of documents, because adding one may make a collection. */
const collectionsKey = ["documents", "collections"] as const;

/** For this long the rows that scrolling draws read what is known. */
const KNOWN_FOR_MS = 30_000;

/** The most that are offered; others are named through the API. */
const MOST_COLLECTIONS = 200;

/** The collections in the order of their names. */
export function useCollections() {
  return useQuery({
    queryKey: collectionsKey,
    queryFn: ({ signal }) =>
      unwrap(
        api.GET("/api/collection", { params: { query: { limit: MOST_COLLECTIONS } }, signal }),
      ),
    select: ({ items }) => items,
    staleTime: KNOWN_FOR_MS,
  });
}

/** Limits a collection and its documents to groups. */
export function useLimitCollection(collection_id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (groups: readonly string[]) =>
      unwrap(
        api.PATCH("/api/collection/{collection_id}", {
          params: { path: { collection_id } },
          body: { limited_to: [...groups] },
        }),
      ),
    onSuccess: () => client.invalidateQueries({ queryKey: collectionsKey }),
  });
}
