/** Changes of collections. */

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, unwrap } from "@/api/client";
import type { Collection } from "@/api/types";
import { useMe } from "@/lib/me";
import { refreshDocuments } from "./queries";

/** The most characters of a name. */
export const MAX_COLLECTION_NAME = 200;

/** Whether to offer changes: to those who may make them. */
export function useMayChangeCollections(): boolean {
  const role = useMe().data?.role;
  return role === "editor" || role === "admin";
}

/** Gives a collection another name; null makes a new one. */
export function useNameCollection(collection: Collection | null) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (name: string): Promise<Collection> =>
      unwrap(
        collection === null
          ? api.POST("/api/collection", { body: { name } })
          : api.PATCH("/api/collection/{collection_id}", {
              params: { path: { collection_id: collection.collection_id } },
              body: { name },
            }),
      ),
    onSuccess: () => refreshDocuments(client),
  });
}

/** Deletes a collection, and none of its documents. */
export function useDeleteCollection({ collection_id }: Collection) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () =>
      unwrap(
        api.DELETE("/api/collection/{collection_id}", { params: { path: { collection_id } } }),
      ),
    onSuccess: () => refreshDocuments(client),
  });
}
