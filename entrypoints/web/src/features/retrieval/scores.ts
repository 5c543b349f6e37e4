/** The scores of passages in the stages of a search, and how long their bars are. */

import type { Considered, StageScore } from "@/api/types";

export type StageName = "vector" | "text" | "fusion" | "reranker";

const STAGES: readonly StageName[] = ["vector", "text", "fusion", "reranker"];

/** The highest and the lowest score of each stage among the passages. */
export type Best = Record<StageName, { highest: number; lowest: number }>;

/** Returns the stages that scored a passage, in their order. */
export function stagesOf({ explanation }: Considered) {
  return STAGES.flatMap((name) => {
    const stage = explanation[name];
    return stage === null ? [] : [{ name, stage }];
  });
}

/** Returns the range of scores in each stage. */
export function bestScores(passages: readonly Considered[]): Best {
  const range = (name: StageName) => {
    const scores = passages.flatMap(({ explanation }) => explanation[name]?.score ?? []);
    return { highest: Math.max(0, ...scores), lowest: Math.min(0, ...scores) };
  };
  return {
    vector: range("vector"),
    text: range("text"),
    fusion: range("fusion"),
    reranker: range("reranker"),
  };
}

/** Returns how long the bar of a score is, from 0 to 1, the length of the best one. */
export function share(name: StageName, { score }: StageScore, best: Best): number {
  const { highest, lowest } = best[name];
  return highest > lowest ? (score - lowest) / (highest - lowest) : 0;
}
