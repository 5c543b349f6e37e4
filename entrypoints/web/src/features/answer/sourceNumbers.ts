/** The numbers by which the sources of an answer are shown. */

import { useMemo } from "react";
import type { Answer } from "./answer";

/** The number of a source in the answer, by its id; a source that is not named has none. */
export type SourceNumbers = ReadonlyMap<number, number>;

/** Returns 1, 2, 3 … for the sources that an answer names, in the order in which it does. */
export function sourceNumbers(answer: Pick<Answer, "markers" | "citations">): SourceNumbers {
  return numbersOf(orderOf(answer));
}

/** Returns the numbers of a growing answer, the same object as long as no source is added. */
export function useSourceNumbers({ markers, citations }: Answer): SourceNumbers {
  const order = useMemo(() => orderOf({ markers, citations }).join(" "), [markers, citations]);
  return useMemo(() => numbersOf(order === "" ? [] : order.split(" ").map(Number)), [order]);
}

function orderOf({ markers, citations }: Pick<Answer, "markers" | "citations">): number[] {
  const named = [
    ...markers.map(({ start, source_id }) => ({ at: start, source_id })),
    ...citations.map(({ marker_start, answer_end, source_id }) => ({
      at: marker_start ?? answer_end,
      source_id,
    })),
  ].sort((one, other) => one.at - other.at);
  return [...new Set(named.map(({ source_id }) => source_id))];
}

function numbersOf(order: readonly number[]): SourceNumbers {
  return new Map(order.map((sourceId, index) => [sourceId, index + 1]));
}
