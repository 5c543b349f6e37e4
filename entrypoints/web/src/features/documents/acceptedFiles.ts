/** Which files can be added. The server decides; this avoids sending what it would reject. */

import type { FileFormat } from "@/api/types";
import { isolated } from "@/lib/isolated";
import { t } from "@/words";

/** Returns the value of the `accept` attribute of a file input; undefined if nothing is known. */
export function acceptedTypes(formats: readonly FileFormat[] | undefined): string | undefined {
  return formats?.flatMap(({ media_type, suffixes }) => [...suffixes, media_type]).join(",");
}

/** Returns why a file cannot be added; null if the server is to decide. */
export function refusal(file: File, formats: readonly FileFormat[] | undefined): string | null {
  if (formats !== undefined && isUnread(file, formats)) {
    const ending = suffixOf(file.name);
    const kind = ending === "" ? file.type : isolated(ending);
    return t.uploads.notRead(kind);
  }
  if (file.size === 0) return t.uploads.emptyFile;
  return null;
}

/** Whether the browser can still read a file: it cannot once the file has changed on disk. */
export async function isReadable(file: File): Promise<boolean> {
  return file
    .slice(0, 1)
    .arrayBuffer()
    .then(
      () => true,
      () => false,
    );
}

/**
 * Whether the server is known not to read a file.
 *
 * It reads any text, whatever its name, so that only what the browser knows to be something else
 * is refused.
 */
function isUnread({ name, type }: File, formats: readonly FileFormat[]): boolean {
  const ending = suffixOf(name);
  if (formats.some(({ suffixes, media_type }) => suffixes.includes(ending) || media_type === type))
    return false;
  return type !== "" && !type.startsWith("text/");
}

/** Returns the ending of a name in lower case, with its full stop. */
function suffixOf(name: string): string {
  return /[^./\\](\.[^./\\]+)$/.exec(name)?.[1]?.toLowerCase() ?? "";
}
