import { useQueries } from "@tanstack/react-query";
import { isMissing } from "@/api/client";
import { documentQuery } from "@/features/reader";
import { t } from "@/words";
import type { Scope } from "./scope";

/** More are counted. */
const MOST_NAMED = 2;

/** Names what a question is asked of, such as "all documents" and "handbook.pdf". */
export function ScopeName({ scope }: { scope: Scope }) {
  if (scope === null) return t.collections.allDocuments;
  const { collections, document_ids, filename, metadata, uploaded_since } = scope;
  const isOther = [filename, metadata, uploaded_since].some((each) => each != null);
  // nothing that is chosen on the pages
  if (isOther || (collections && document_ids)) return t.collections.someDocuments;
  if (collections) return <bdi>{collections.join(", ")}</bdi>;
  if (document_ids && document_ids.length <= MOST_NAMED)
    return <DocumentNames ids={document_ids} />;
  return t.collections.documents(document_ids?.length ?? 0);
}

function DocumentNames({ ids }: { ids: readonly string[] }) {
  const documents = useQueries({ queries: ids.map((id) => documentQuery(id)) });
  return documents.map(({ data, error }, index) => (
    <span key={ids[index]}>
      {index > 0 && ", "}
      {data ? (
        <bdi>{data.filename}</bdi>
      ) : isMissing(error) ? (
        t.collections.aDeletedDocument
      ) : (
        t.collections.aDocument
      )}
    </span>
  ));
}
