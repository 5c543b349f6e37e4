/** The models that can answer. */

import { queryOptions, useQuery } from "@tanstack/react-query";
import { api, unwrap } from "@/api/client";
import type { Model } from "@/api/types";
import { useChosenModel } from "./chosenModel";

export function modelsQuery() {
  return queryOptions({
    queryKey: ["models"],
    queryFn: ({ signal }) => unwrap(api.GET("/api/model", { signal })),
    select: ({ items }) => items,
  });
}

/** Returns the model that is to answer the next question; undefined until it is known. */
export function useAnsweringModel(): Model | undefined {
  const chosen = useChosenModel();
  const { data } = useQuery(modelsQuery());
  return data?.find((model) => (chosen === null ? model.default : model.name === chosen));
}

/** Returns the name of the model that quotes, if a chat model is to answer; otherwise null. */
export function useQuotingModel(): string | null {
  const answering = useAnsweringModel();
  const { data } = useQuery(modelsQuery());
  if (!answering || answering.provider === "extractive") return null;
  return data?.find(({ provider }) => provider === "extractive")?.name ?? null;
}
