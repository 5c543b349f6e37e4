/** Queries of one document. */

import { queryOptions, useQuery } from "@tanstack/react-query";
import { api, unwrap, whileBusy } from "@/api/client";
import type { Chunk, Document } from "@/api/types";
import type { PageRectangles } from "@/features/pdf";
import type { Span } from "./rows";

/** The key prefix of every query about one document. */
export const documentKey = (id: string) => ["document", id] as const;

type ChunkPage = { items: Chunk[]; next_cursor: string | null };

const PAGE_SIZE = 200;
/** How often an unfinished document is asked for. */
const PROCESSING_POLL_MS = 5_000;
/** The text of a version never changes. */
const TEXT_STALE_MS = 60_000;

/** A document, or an earlier version of it. */
export function documentQuery(id: string, version?: number) {
  return queryOptions({
    queryKey: version === undefined ? documentKey(id) : [...documentKey(id), "version", version],
    queryFn: ({ signal }): Promise<Document> =>
      unwrap(
        api.GET("/api/document/{document_id}", {
          params: { path: { document_id: id }, query: versionQuery(version) },
          signal,
        }),
      ),
    refetchInterval: ({ state }) =>
      state.data && isUnfinished(state.data) ? PROCESSING_POLL_MS : false,
    retry: false,
  });
}

/** A document, or an earlier version of it, fetched if `enabled`. */
export function useDocument(id: string, enabled = true, version?: number) {
  return useQuery({ ...documentQuery(id, version), enabled });
}

/** The text of a document, or of an earlier version of it, fetched if `enabled`. */
export function useDocumentText(id: string, enabled: boolean, version?: number) {
  return useQuery({
    queryKey: [...documentKey(id), "text", version],
    queryFn: async ({ signal }): Promise<string> => {
      const bytes = await unwrap(
        api.GET("/api/document/{document_id}/content", {
          params: { path: { document_id: id }, query: versionQuery(version) },
          parseAs: "arrayBuffer",
          signal,
        }),
      );
      // Response.text() would drop a byte order mark and shift every offset by one
      return new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
    },
    enabled,
    staleTime: TEXT_STALE_MS,
    retry: false,
  });
}

/** Where a span of a document's text stands on the page of its file on which it begins. */
export function usePageRectangles(id: string, span: Span | undefined, version: number | undefined) {
  return useQuery({
    queryKey: [...documentKey(id), "highlight", version, span?.start, span?.end],
    queryFn: ({ signal }): Promise<PageRectangles> =>
      unwrap(
        api.GET("/api/document/{document_id}/highlight", {
          params: {
            path: { document_id: id },
            query: { start: span?.start ?? 0, end: span?.end ?? 0, ...versionQuery(version) },
          },
          signal,
        }),
      ),
    enabled: span !== undefined,
    staleTime: TEXT_STALE_MS,
    retry: whileBusy,
  });
}

/** The chunks of a document in order, fetched once `enabled`. */
export function useChunks(id: string, enabled: boolean) {
  return useQuery({
    queryKey: [...documentKey(id), "chunks"],
    queryFn: async ({ signal }): Promise<Chunk[]> => {
      const chunks: Chunk[] = [];
      let cursor: string | null = null;
      do {
        const page: ChunkPage = await unwrap(
          api.GET("/api/document/{document_id}/chunk", {
            params: {
              path: { document_id: id },
              query: { limit: PAGE_SIZE, ...(cursor !== null && { cursor }) },
            },
            signal,
          }),
        );
        chunks.push(...page.items);
        cursor = page.next_cursor;
      } while (cursor !== null);
      return chunks;
    },
    enabled,
    staleTime: TEXT_STALE_MS,
    retry: false,
  });
}

function versionQuery(version: number | undefined) {
  return version === undefined ? {} : { version };
}

/** Whether a document is still being processed. */
export function isUnfinished(document: Document): boolean {
  return document.status === "pending" || document.status === "processing";
}
