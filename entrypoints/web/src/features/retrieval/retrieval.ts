/** The retrieval behind an answer, and its wording. */

import { queryOptions } from "@tanstack/react-query";
import { api, unwrap } from "@/api/client";
import type { Considered, DropReason, Retrieval } from "@/api/types";
import { t } from "@/words";

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

const WHY_DROPPED: Record<DropReason, string> = {
  duplicate: "the same words stand in another source",
  below_min_score: "its score is too low",
  below_min_similarity: "its meaning is too far from the question",
  beyond_limit: "enough passages ranked higher",
  no_room: "there was no room for it",
  low_confidence: "the search was not sure enough to answer",
};

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
  if (dropped === null && isUsed) return { isUsed, words: `Source ${number} of the answer` };
  if (dropped === null) return { isUsed, words: t.retrieval.notCited };
  const why = WHY_DROPPED[dropped];
  const words = source_id === null ? `Left out: ${why}` : `Shown, but not used: ${why}`;
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
  if (share > 0 && share < 0.005) return "under 1%";
  if (share < 1 && share >= 0.995) return "over 99%";
  return `${Math.round(share * 100)}%`;
}

/** Says why there are no passages. */
export function whyNone({ confidence }: Retrieval): string {
  return confidence === 0 ? t.retrieval.noDocuments : t.retrieval.noSearch;
}
