/** Queries and mutations of documents. */

import {
  type InfiniteData,
  keepPreviousData,
  type QueryClient,
  useInfiniteQuery,
  useMutation,
  useQueryClient,
} from "@tanstack/react-query";
import { useEffect } from "react";
import { api, isMissing, unwrap } from "@/api/client";
import type { Document, DocumentChanges, Removal } from "@/api/types";
import { documentKey, isUnfinished, useDocument } from "@/features/reader";
import type { Listing } from "./listing";
import { uploads } from "./uploads";

/** The key prefix of every query that adding or deleting a document changes. */
export const documentsKey = ["documents"] as const;

const listKey = [...documentsKey, "list"] as const;

type DocumentPages = InfiniteData<{ items: Document[]; next_cursor: string | null }, string | null>;

const PAGE_SIZE = 200;
/** The most pages that a list keeps when it is loaded again: each is a request after the other. */
const MOST_PAGES_RELOADED = 3;
const REFRESH_DELAY_MS = 1_000;
const MAX_PATTERN_LENGTH = 255;

/** The documents of a list, page by page. */
export function useDocuments(listing: Listing) {
  const { status, collection, mediaType, tag, sort } = listing;
  const text = listing.text.trim().slice(0, MAX_PATTERN_LENGTH - 2);
  const query = {
    limit: PAGE_SIZE,
    sort,
    ...(text !== "" && { filename: `*${text}*` }),
    ...(status !== null && { status }),
    ...(collection !== null && { collection: [collection] }),
    ...(mediaType !== null && { media_type: mediaType }),
    // the description of the API names no parameter whose name is not known before
    ...(tag !== null && { "metadata.tags": tag }),
  };
  return useInfiniteQuery({
    queryKey: [...listKey, query],
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        api.GET("/api/document", {
          params: { query: { ...query, ...(pageParam !== null && { cursor: pageParam }) } },
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    placeholderData: keepPreviousData,
    retry: false,
  });
}

/** Asks for a listed document until the work on it ends, and shows what became of it. */
export function useUntilFinished(document: Document): void {
  const id = document.document_id;
  const show = useShowChanged();
  const { data, isFetchedAfterMount } = useDocument(id, isUnfinished(document));
  const now = isFetchedAfterMount && isUnfinished(document) ? data : undefined;
  useEffect(() => {
    if (now && now.status !== document.status) show(now);
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
    onSuccess: (_, id) => forgetDocuments(client, [id]),
  });
}

/** Changes what is stored of a document beside its text. */
export function useChangeDocument(id: string) {
  const client = useQueryClient();
  const show = useShowChanged();
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
  const show = useShowChanged();
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

/** Reloads the lists of documents when uploads are done, batched. */
export function useRefreshAfterUploads() {
  const client = useQueryClient();
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const unsubscribe = uploads.onDone(() => {
      timer ??= setTimeout(() => {
        timer = undefined;
        refreshDocuments(client);
      }, REFRESH_DELAY_MS);
    });
    return () => {
      unsubscribe();
      clearTimeout(timer);
    };
  }, [client]);
}

/** Loads the lists of documents and what else depends on them again; of long lists, the start. */
export function refreshDocuments(client: QueryClient): void {
  client.setQueriesData<DocumentPages>(
    { queryKey: listKey },
    (list) =>
      list && {
        pages: list.pages.slice(0, MOST_PAGES_RELOADED),
        pageParams: list.pageParams.slice(0, MOST_PAGES_RELOADED),
      },
  );
  void client.invalidateQueries({ queryKey: documentsKey });
}

/** Loads a document and what else depends on its work again, but not the lists. */
export function refreshDocument(client: QueryClient, id: string): void {
  void client.invalidateQueries({ queryKey: documentKey(id) });
  refreshOthers(client);
}

/** Takes deleted documents out of the cache: reloading a long list takes many requests. */
export function forgetDocuments(client: QueryClient, ids: readonly string[]): void {
  const gone = new Set(ids);
  for (const id of ids) client.removeQueries({ queryKey: documentKey(id) });
  client.setQueriesData<DocumentPages>({ queryKey: listKey }, (list) =>
    changed(list, (items) => items.filter(({ document_id }) => !gone.has(document_id))),
  );
  refreshOthers(client);
}

function refreshOthers(client: QueryClient): void {
  void client.invalidateQueries({
    queryKey: documentsKey,
    predicate: ({ queryKey }) => queryKey[1] !== listKey[1],
  });
}

/** Returns what shows a changed document wherever it is shown. */
function useShowChanged(): (document: Document) => void {
  const client = useQueryClient();
  return (document) => {
    const id = document.document_id;
    client.setQueryData<Document>(documentKey(id), document);
    client.setQueriesData<DocumentPages>({ queryKey: listKey }, (list) =>
      changed(list, (items) => items.map((each) => (each.document_id === id ? document : each))),
    );
  };
}

function changed(
  list: DocumentPages | undefined,
  change: (items: Document[]) => Document[],
): DocumentPages | undefined {
  return (
    list && { ...list, pages: list.pages.map((page) => ({ ...page, items: change(page.items) })) }
  );
}
