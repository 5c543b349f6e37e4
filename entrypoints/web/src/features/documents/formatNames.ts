/** The names of the formats of files, in the language of the pages. */

import type { FileFormat } from "@/api/types";
import { t } from "@/words/all";
import { listed } from "@/words/format";

/** Returns what people call the files of a media type, or else the media type, as a heading. */
export function formatName(mediaType: string, formats: readonly FileFormat[] | undefined): string {
  const format = formats?.find(({ media_type }) => media_type === mediaType);
  const name = format ? nameOf(format) : mediaType;
  return name.charAt(0).toUpperCase() + name.slice(1);
}

/** Returns the names of the formats as a list in a sentence. */
export function formatNames(formats: readonly FileFormat[]): string {
  return listed([...new Set(formats.map(nameOf))]);
}

function nameOf({ media_type, name }: FileFormat): string {
  return t.documents.formatName(media_type) ?? name;
}
