/** Changes of many documents at once. */

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, unwrap } from "@/api/client";
import type { Document, DocumentChanges } from "@/api/types";
import { errorInWords } from "@/lib/errorInWords";
import { forgetDocuments, refreshDocuments } from "./queries";
import { TAGS, tagsOf } from "./tags";

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

/** A change of tags: one that documents get, one that they lose, or both. */
interface Tagging {
  documents: readonly Document[];
  add: string | null;
  remove: string | null;
}

/** What became of a change of several documents. */
export interface Changed {
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
  return useChangeMany(({ documents, into, outOf }: Move) =>
    changeEach(documents, ({ collections: before }) => {
      const others = before.filter((each) => each !== outOf && each !== into);
      return { collections: into === null ? others : [...others, into] };
    }),
  );
}

/** Gives documents a tag, or takes one away. */
export function useTagMany() {
  return useChangeMany(({ documents, add, remove }: Tagging) =>
    changeEach(documents, (document) => {
      const others = tagsOf(document).filter((each) => each !== remove && each !== add);
      const tags = add === null ? others : [...others, add];
      return { metadata: { ...document.given_metadata, [TAGS]: tags } };
    }),
  );
}

function useChangeMany<Change>(mutationFn: (change: Change) => Promise<Changed>) {
  const client = useQueryClient();
  return useMutation({ mutationFn, onSettled: () => refreshDocuments(client) });
}

/** Changes documents, a few at a time; one that cannot be changed does not stop the others. */
async function changeEach(
  documents: readonly Document[],
  changesOf: (document: Document) => DocumentChanges,
): Promise<Changed> {
  const result: Changed = { changed: 0, failed: 0, reason: null };
  const change = async (document: Document) => {
    const params = { path: { document_id: document.document_id } };
    try {
      await unwrap(api.PATCH("/api/document/{document_id}", { params, body: changesOf(document) }));
      result.changed += 1;
    } catch (error) {
      result.failed += 1;
      result.reason ??= errorInWords(error);
    }
  };
  const [first, ...others] = documents;
  if (first) await change(first); // alone: it makes a collection that is new
  const waiting = others.values();
  const workers = Array.from({ length: MOST_REQUESTS_AT_ONCE }, async () => {
    for (const document of waiting) await change(document);
  });
  await Promise.all(workers);
  return result;
}
