/** The retrieval behind an answer, and its wording. */

import { queryOptions } from "@tanstack/react-query";
import { api, unwrap } from "@/api/client";
import type { Considered, Retrieval } from "@/api/types";
import { t } from "@/words/all";
import { percent as whole } from "@/words/format";

/** Returns the query for the search behind an answer. */
export function retrievalQuery(messageId: string) {
  return queryOptions({
    queryKey: ["retrieval", messageId],
    queryFn: ({ signal }): Promise<Retrieval> =>
      unwrap(
        api.GET("/api/chat/{message_id}/retrieval", {
          params: { path: { message_id: messageId } },
          signal,
        }),
      ),
  });
}

/** What became of a passage. */
export interface Verdict {
  isUsed: boolean;
  words: string;
}

/**
 * Says which source of the answer a passage became, or why it was dropped.
 *
 * @param number The number of its source in the answer; undefined if the answer does not name it.
 */
export function verdictOn({ source_id, dropped }: Considered, number?: number): Verdict {
  const isUsed = number !== undefined;
  if (dropped === null && isUsed) return { isUsed, words: t.retrieval.sourceOfAnswer(number) };
  if (dropped === null) return { isUsed, words: t.retrieval.notCited };
  const why = t.retrieval.whyDropped[dropped];
  const words = source_id === null ? t.retrieval.leftOut(why) : t.retrieval.notUsed(why);
  return { isUsed: false, words };
}

/** Describes the confidence of a search in a sentence. */
export function howSure(confidence: number): string {
  if (confidence >= 0.8) return t.retrieval.veryLikely;
  if (confidence >= 0.5) return t.retrieval.probably;
  if (confidence >= 0.2) return t.retrieval.probablyNot;
  return t.retrieval.notCovered;
}

/** Formats a share as a percentage; only exact values read as 0% or 100%. */
export function percent(share: number): string {
  if (share > 0 && share < 0.005) return t.retrieval.under(whole(0.01));
  if (share < 1 && share >= 0.995) return t.retrieval.over(whole(0.99));
  return whole(share);
}

/** Says why there are no passages. */
export function whyNone({ confidence }: Retrieval): string {
  return confidence === 0 ? t.retrieval.noDocuments : t.retrieval.noSearch;
}
