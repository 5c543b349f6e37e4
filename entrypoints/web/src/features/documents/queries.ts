/** Queries and mutations of documents. */

import {
  type InfiniteData,
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQueryClient,
} from "@tanstack/react-query";
import { useEffect } from "react";
import { api, isMissing, unwrap } from "@/api/client";
import type { Document, DocumentChanges, DocumentStatus, Removal } from "@/api/types";
import { documentKey, isUnfinished, PROCESSING_POLL_MS } from "@/features/reader";
import { uploads } from "./uploads";

/** The key prefix of every query that adding or deleting a document changes. */
export const documentsKey = ["documents"] as const;

const listKey = [...documentsKey, "list"] as const;

type DocumentPages = InfiniteData<{ items: Document[]; next_cursor: string | null }, string | null>;

const PAGE_SIZE = 200;
const REFRESH_DELAY_MS = 1_000;
const MAX_PATTERN_LENGTH = 255;

/** The documents of a collection, or all, whose name contains this text, newest first; `*` and `?` are wildcards. */
export function useDocuments(
  text: string,
  status: DocumentStatus | null,
  collection: string | null = null,
) {
  const filename = text.trim() === "" ? null : `*${text.trim().slice(0, MAX_PATTERN_LENGTH - 2)}*`;
  return useInfiniteQuery({
    queryKey: [...listKey, { filename, status, collection }],
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        api.GET("/api/document", {
          params: {
            query: {
              limit: PAGE_SIZE,
              ...(pageParam !== null && { cursor: pageParam }),
              ...(filename !== null && { filename }),
              ...(status !== null && { status }),
              ...(collection !== null && { collection: [collection] }),
            },
          },
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) =>
      state.data?.pages.some((page) => page.items.some(isUnfinished)) ? PROCESSING_POLL_MS : false,
    retry: false,
  });
}

/** Deletes a document; the result is null if it had been deleted before. */
export function useDeleteDocument() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string): Promise<Removal | null> =>
      unwrap(
        api.DELETE("/api/document/{document_id}", { params: { path: { document_id: id } } }),
      ).catch((error: unknown) => {
        if (isMissing(error)) return null;
        throw error;
      }),
    onSuccess: (_, id) => {
      client.removeQueries({ queryKey: documentKey(id) });
      // removed from the cache, because reloading a long list takes one request for each page
      client.setQueriesData<DocumentPages>({ queryKey: listKey }, (list) => without(list, id));
    },
  });
}

/** Changes what is stored of a document beside its text. */
export function useChangeDocument(id: string) {
  const client = useQueryClient();
  const show = useShowChanged(id);
  return useMutation({
    mutationFn: (changes: DocumentChanges): Promise<Document> =>
      unwrap(
        api.PATCH("/api/document/{document_id}", {
          params: { path: { document_id: id } },
          body: changes,
        }),
      ),
    onSuccess: (document, { collections }) => {
      // others may be new, or have one document less
      if (collections)
        void client.invalidateQueries({ queryKey: [...documentsKey, "collections"] });
      show(document);
    },
  });
}

/** Cancels the work on a document, or tries it again from the bytes that the server has. */
export function useWork(id: string) {
  const show = useShowChanged(id);
  return useMutation({
    mutationFn: (change: "cancel" | "retry"): Promise<Document> => {
      const params = { params: { path: { document_id: id } } };
      return unwrap(
        change === "cancel"
          ? api.POST("/api/document/{document_id}/cancel", params)
          : api.POST("/api/document/{document_id}/retry", params),
      );
    },
    onSuccess: show,
  });
}

/** Returns what shows a changed document wherever it is shown. */
function useShowChanged(id: string): (document: Document) => void {
  const client = useQueryClient();
  return (document) => {
    client.setQueryData<Document>(documentKey(id), document);
    client.setQueriesData<DocumentPages>({ queryKey: listKey }, (list) =>
      including(list, document),
    );
  };
}

/** Reloads the lists of documents when uploads are done, batched. */
export function useRefreshAfterUploads() {
  const client = useQueryClient();
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const unsubscribe = uploads.onDone(() => {
      timer ??= setTimeout(() => {
        timer = undefined;
        void client.invalidateQueries({ queryKey: documentsKey });
      }, REFRESH_DELAY_MS);
    });
    return () => {
      unsubscribe();
      clearTimeout(timer);
    };
  }, [client]);
}

function including(list: DocumentPages | undefined, changed: Document): DocumentPages | undefined {
  return (
    list && {
      ...list,
      pages: list.pages.map((page) => ({
        ...page,
        items: page.items.map((document) =>
          document.document_id === changed.document_id ? changed : document,
        ),
      })),
    }
  );
}

function without(list: DocumentPages | undefined, id: string): DocumentPages | undefined {
  return (
    list && {
      ...list,
      pages: list.pages.map((page) => ({
        ...page,
        items: page.items.filter((document) => document.document_id !== id),
      })),
    }
  );
}
