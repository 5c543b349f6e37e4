/** The models that can answer. */

import { queryOptions, useQuery } from "@tanstack/react-query";
import { api, unwrap } from "@/api/client";
import { useChosenModel } from "./chosenModel";

export function modelsQuery() {
  return queryOptions({
    queryKey: ["models"],
    queryFn: ({ signal }) => unwrap(api.GET("/api/model", { signal })),
    select: ({ items }) => items,
  });
}

/** Returns the name of the model that quotes, if a chat model is to answer; otherwise null. */
export function useQuotingModel(): string | null {
  const chosen = useChosenModel();
  const { data } = useQuery(modelsQuery());
  const answering = data?.find((model) =>
    chosen === null ? model.default : model.name === chosen,
  );
  if (!answering || answering.provider === "extractive") return null;
  return data?.find(({ provider }) => provider === "extractive")?.name ?? null;
}
