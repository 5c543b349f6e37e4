/** Changes of many documents at once. */

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, unwrap } from "@/api/client";
import type { Document } from "@/api/types";
import { forgetDocuments, refreshDocuments } from "./queries";

/** The most documents that one request names. */
const MOST_IN_A_REQUEST = 1_000;
const MOST_REQUESTS_AT_ONCE = 4;

/** What was deleted. */
export interface DeletedMany {
  documents: number;
  passages: number;
  answers: number;
}

/** A change of collections: one that documents get into, one that they are taken out of, or both. */
interface Move {
  documents: readonly Document[];
  into: string | null;
  outOf: string | null;
}

/** What became of a change of several documents. */
export interface Moved {
  changed: number;
  failed: number;
  /** Why the first of those failed; null if none did. */
  reason: string | null;
}

/** Deletes documents, a request for up to a thousand of them. */
export function useDeleteMany() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (documents: readonly Document[]): Promise<DeletedMany> => {
      const deleted: DeletedMany = { documents: 0, passages: 0, answers: 0 };
      for (let start = 0; start < documents.length; start += MOST_IN_A_REQUEST) {
        const some = documents.slice(start, start + MOST_IN_A_REQUEST);
        const document_ids = some.map(({ document_id }) => document_id);
        const receipt = await unwrap(
          api.POST("/api/document/delete", { body: { within: { document_ids }, dry_run: false } }),
        );
        forgetDocuments(client, document_ids);
        deleted.documents += receipt.deleted_documents;
        deleted.passages += receipt.deleted_chunks;
        deleted.answers += receipt.deleted_cached_answers;
      }
      return deleted;
    },
  });
}

/** Puts documents into a collection, or takes them out of it. */
export function useMoveMany() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async ({ documents, into, outOf }: Move): Promise<Moved> => {
      const moved: Moved = { changed: 0, failed: 0, reason: null };
      const move = async ({ document_id, collections: before }: Document) => {
        const others = before.filter((each) => each !== outOf && each !== into);
        const collections = into === null ? others : [...others, into];
        const params = { params: { path: { document_id } }, body: { collections } };
        try {
          await unwrap(api.PATCH("/api/document/{document_id}", params));
          moved.changed += 1;
        } catch (error) {
          moved.failed += 1;
          moved.reason ??= error instanceof Error ? error.message : String(error);
        }
      };
      const [first, ...others] = documents;
      if (first) await move(first); // alone: it makes a collection that is new
      const waiting = others.values();
      const workers = Array.from({ length: MOST_REQUESTS_AT_ONCE }, async () => {
        for (const document of waiting) await move(document);
      });
      await Promise.all(workers);
      return moved;
    },
    onSettled: () => refreshDocuments(client),
  });
}
