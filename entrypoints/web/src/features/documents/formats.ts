/** The formats of files that the server reads. */

import { queryOptions, useQuery } from "@tanstack/react-query";
import { useCallback } from "react";
import { api, unwrap } from "@/api/client";
import type { FileFormat } from "@/api/types";
import { uploads } from "./uploads";

const formatsQuery = queryOptions({
  queryKey: ["formats"],
  queryFn: ({ signal }) => unwrap(api.GET("/api/format", { signal })),
  staleTime: Number.POSITIVE_INFINITY,
});

/** The formats; undefined until they are known. They change only with the server. */
export function useFormats(): readonly FileFormat[] | undefined {
  return useQuery(formatsQuery).data?.items;
}

/** Whether the formats are known, or could not be loaded: their names then take no more room. */
export function useFormatsSettled(): boolean {
  return !useQuery(formatsQuery).isPending;
}

/** Returns a function that queues files, except those that the server does not read. */
export function useAddFiles(): (files: readonly File[]) => void {
  const formats = useFormats();
  return useCallback((files) => uploads.add(files, formats), [formats]);
}
