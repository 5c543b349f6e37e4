/** The formats of files that the server reads. */

import { useQuery } from "@tanstack/react-query";
import { useCallback } from "react";
import { api, unwrap } from "@/api/client";
import type { FileFormat } from "@/api/types";
import { listed } from "@/words/format";
import { uploads } from "./uploads";

/** The formats; undefined until they are known. They change only with the server. */
export function useFormats(): readonly FileFormat[] | undefined {
  const { data } = useQuery({
    queryKey: ["formats"],
    queryFn: ({ signal }) => unwrap(api.GET("/api/format", { signal })),
    staleTime: Number.POSITIVE_INFINITY,
  });
  return data?.items;
}

/** Returns a function that queues files, except those that the server does not read. */
export function useAddFiles(): (files: readonly File[]) => void {
  const formats = useFormats();
  return useCallback((files) => uploads.add(files, formats), [formats]);
}

/** Returns what people call the files of a media type, or else the media type, as a heading. */
export function formatName(mediaType: string, formats: readonly FileFormat[] | undefined): string {
  const name = formats?.find((format) => format.media_type === mediaType)?.name ?? mediaType;
  return name.charAt(0).toUpperCase() + name.slice(1);
}

/** Returns the names of the formats as a list in a sentence. */
export function formatNames(formats: readonly FileFormat[]): string {
  const names = [...new Set(formats.map(({ name }) => name))];
  return listed(names);
}
