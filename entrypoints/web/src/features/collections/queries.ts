/** Queries of the documents that a question can be asked of. */

import { keepPreviousData, useQueries, useQuery } from "@tanstack/react-query";
import { api, isMissing, unwrap } from "@/api/client";
import { documentQuery } from "@/features/reader";
import { t } from "@/words";

/** The most that are offered at once; a part of the name finds the others. */
const MOST_OFFERED = 8;
const MAX_TEXT_LENGTH = 253;

/** Searchable documents whose name has this text, the newest first. */
export function useDocumentsNamed(text: string) {
  const part = text.trim().slice(0, MAX_TEXT_LENGTH);
  return useQuery({
    // begins with the key of documents, because adding one changes it
    queryKey: ["documents", "offered", part],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET("/api/document", {
          params: {
            query: {
              limit: MOST_OFFERED,
              status: "processed",
              ...(part !== "" && { filename: `*${part}*` }),
            },
          },
          signal,
        }),
      ),
    select: ({ items }) => items,
    placeholderData: keepPreviousData,
  });
}

/** The names of chosen documents; one that was deleted meanwhile can still be taken away. */
export function useChosenDocuments(ids: readonly string[]): { id: string; name: string }[] {
  const shown = ids.slice(0, MOST_OFFERED);
  const documents = useQueries({ queries: shown.map((id) => documentQuery(id)) });
  return shown.map((id, index) => {
    const { data, error } = documents[index] ?? {};
    const name = data?.filename ?? (isMissing(error) ? t.collections.deletedDocument : "…");
    return { id, name };
  });
}
