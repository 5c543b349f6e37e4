import { Link } from "wouter";
import type { Document } from "@/api/types";
import { paths } from "@/lib/paths";
import { t } from "@/words/all";
import { ChipsField } from "./ChipsField";
import { searchOf } from "./listing";
import { useChangeDocument } from "./queries";
import { TAGS, tagsOf } from "./tags";

/** The tags of a document, to be read and changed; each leads to the documents that have it. */
export function TagsField({ document }: { document: Document }) {
  const change = useChangeDocument(document.document_id);
  return (
    <ChipsField
      values={tagsOf(document)}
      addLabel={t.documents.addTag}
      removeLabel={t.documents.removeTag}
      savedMessage={t.documents.tagsSaved}
      isPending={change.isPending}
      isSaved={change.isSuccess}
      error={change.error}
      onSave={(tags, onSuccess) =>
        change.mutate(
          // an empty list stands in place of the tags that the file itself has
          { metadata: { ...document.given_metadata, [TAGS]: [...new Set(tags)] } },
          { onSuccess },
        )
      }
    >
      {(tag) => (
        <Link href={`${paths.documents}?${searchOf({ tag })}`}>
          <bdi>{tag}</bdi>
        </Link>
      )}
    </ChipsField>
  );
}
