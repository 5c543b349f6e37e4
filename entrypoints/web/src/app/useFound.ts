import { useQuery } from "@tanstack/react-query";
import { api, unwrap } from "@/api/client";
import { paths } from "@/lib/paths";
import type { Command } from "./commands";

/** As many of each kind as leave room for the others. */
const LIMIT = 5;

/** Finds conversations and documents; without words the latest conversations. */
export function useFound(words: string, isOpen: boolean) {
  const questions = useQuery({
    queryKey: ["commands", "questions", words],
    queryFn: async ({ signal }) => {
      const query = { limit: LIMIT, ...(words !== "" && { query: words }) };
      const { items } = await unwrap(api.GET("/api/session", { params: { query }, signal }));
      return items.flatMap(({ session_id, title }): Command[] =>
        title === null
          ? []
          : [{ id: session_id, label: title, target: paths.conversation(session_id) }],
      );
    },
    ...asLong(isOpen),
  });
  const documents = useQuery({
    queryKey: ["commands", "documents", words],
    queryFn: async ({ signal }) => {
      const query = { limit: LIMIT, filename: `*${words}*` };
      const { items } = await unwrap(api.GET("/api/document", { params: { query }, signal }));
      return items.map(
        ({ document_id, filename }): Command => ({
          id: document_id,
          label: filename,
          target: paths.document(document_id),
        }),
      );
    },
    ...asLong(isOpen && words !== ""),
  });
  return {
    questions: questions.data ?? [],
    documents: words === "" ? [] : (documents.data ?? []),
    isLoading: questions.isFetching || documents.isFetching,
  };
}

function asLong(enabled: boolean) {
  return { enabled, retry: false, gcTime: 60_000 };
}
