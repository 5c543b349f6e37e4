import type { Document } from "@/api/types";
import { useCollections } from "@/lib/collections";
import { t } from "@/words/all";
import { ChipsField } from "./ChipsField";
import { useChangeDocument } from "./queries";

/** The collections of a document, to be read and changed. */
export function CollectionsField({ document }: { document: Document }) {
  const change = useChangeDocument(document.document_id);
  const all = useCollections().data ?? [];
  const { collections } = document;
  return (
    <ChipsField
      values={collections}
      options={all.map(({ name }) => name).filter((name) => !collections.includes(name))}
      addLabel={t.documents.addToCollection}
      removeLabel={t.documents.removeFrom}
      savedMessage={t.documents.collectionsSaved}
      isPending={change.isPending}
      isSaved={change.isSuccess}
      error={change.error}
      onSave={(names, onSuccess) => change.mutate({ collections: names }, { onSuccess })}
    />
  );
}
