import type { Document } from "@/api/types";

/** The name of the metadata that are tags; Markdown's front matter calls them so, too. */
export const TAGS = "tags";

/** Returns the tags of a document. */
export function tagsOf({ metadata }: Document): readonly string[] {
  const tags = metadata[TAGS] ?? [];
  return typeof tags === "string" ? [tags] : tags;
}
