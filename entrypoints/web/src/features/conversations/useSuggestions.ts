/** Questions to begin with, from the documents that would be asked. */

import { useQuery } from "@tanstack/react-query";
import { api, unwrap } from "@/api/client";
import type { Document } from "@/api/types";
import type { Scope } from "@/features/collections";
import { FILENAME, MANUAL_QUESTIONS } from "./manual";

const MOST_DOCUMENTS = 3;
const MOST_QUESTIONS = 4;
/** What is defined is mostly defined at the beginning. */
const CHARACTERS_READ = 12_000;

/** A question about the part of a document below a heading. */
interface AboutPart {
  question: string;
  heading: string;
  documentId: string;
}

/** Questions that a document answers, and those that it probably answers. */
interface Questions {
  sure: readonly string[];
  likely: readonly AboutPart[];
}

const NONE: Questions = { sure: [], likely: [] };

/** Returns questions that the documents in scope answer; undefined until they are known. */
export function useSuggestions(scope: Scope): readonly string[] | undefined {
  const { data, isError } = useQuery({
    // begins with the key of documents, because adding one changes it
    queryKey: ["documents", "suggestions", scope],
    queryFn: async ({ signal }) => {
      const documents = await someIn(scope, signal);
      const read = documents.map((each) => questionsOf(each, signal).catch(() => NONE));
      const found = await Promise.all(read); // one that cannot be read suggests nothing
      const sure = inTurn(found.map((each) => each.sure));
      if (sure.length > 0) return [...new Set(sure)].slice(0, MOST_QUESTIONS);
      return await answered(inTurn(found.map((each) => each.likely)), scope, signal);
    },
    retry: false,
  });
  return isError ? [] : data;
}

/** Returns some of the searchable documents in scope, the newest first. */
async function someIn(scope: Scope, signal: AbortSignal): Promise<readonly Document[]> {
  if (scope?.document_ids) {
    const some = scope.document_ids
      .slice(0, MOST_DOCUMENTS)
      .map((id) =>
        unwrap(
          api.GET("/api/document/{document_id}", { params: { path: { document_id: id } }, signal }),
        ),
      );
    const found = await Promise.allSettled(some);
    return found.flatMap((each) => (each.status === "fulfilled" ? [each.value] : []));
  }
  const query = {
    limit: MOST_DOCUMENTS,
    status: "processed" as const,
    ...(scope?.collections && { collection: scope.collections }),
  };
  return (await unwrap(api.GET("/api/document", { params: { query }, signal }))).items;
}

async function questionsOf(document: Document, signal: AbortSignal): Promise<Questions> {
  if (document.names.includes(FILENAME)) return { sure: MANUAL_QUESTIONS, likely: [] };
  if (document.status !== "processed") return NONE;
  // loaded here, because the first page is there without them
  const { questionsAbout, questionsIn } = await import("./suggestions");
  const text = await unwrap(
    api.GET("/api/document/{document_id}/content", {
      params: { path: { document_id: document.document_id }, query: { end: CHARACTERS_READ } },
      parseAs: "text",
      signal,
    }),
  );
  const { filename, language, media_type } = document;
  // a comment in code looks like a heading
  const hasHeadings = media_type !== "text/x-source-code";
  const parts = hasHeadings ? questionsAbout(text, filename, language) : [];
  const likely = parts.map((part) => ({ ...part, documentId: document.document_id }));
  return { sure: questionsIn(text, language), likely };
}

/** Returns the first questions for which a search finds the part that they ask about. */
async function answered(
  likely: readonly AboutPart[],
  scope: Scope,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const questions: string[] = [];
  for (const each of likely) {
    if (questions.length === MOST_QUESTIONS) break;
    const body = { query: each.question, within: scope, top_k: 1, explain: false };
    const { passages } = await unwrap(api.POST("/api/search", { body, signal }));
    const [best] = passages;
    const isIt =
      best?.document_id === each.documentId &&
      (best.content.includes(each.heading) || best.section.some((it) => it.includes(each.heading)));
    if (isIt) questions.push(each.question);
  }
  return questions;
}

/** Returns the first of each list, then the second of each, and so on. */
function inTurn<Item>(lists: readonly (readonly Item[])[]): Item[] {
  const longest = Math.max(0, ...lists.map(({ length }) => length));
  return Array.from({ length: longest }, (_, index) =>
    lists.flatMap((list) => list[index] ?? []),
  ).flat();
}
