import { useQuery } from "@tanstack/react-query";
import { Link } from "wouter";
import { api, unwrap } from "@/api/client";
import type { Document } from "@/api/types";
import { documentKey } from "@/features/reader";
import { apiPaths, paths } from "@/lib/paths";
import { t } from "@/words/all";
import { day } from "@/words/format";
import { sizeInWords } from "./format";
import styles from "./Versions.module.css";

/** The most that are listed; a server keeps few. */
const MOST_VERSIONS = 50;

interface Props {
  document: Document;
  /** The version that the page shows. */
  shown: number;
}

/** The stored versions of a document, each to be read or downloaded; shown if there are several. */
export function Versions({ document, shown }: Props) {
  const { document_id, version } = document;
  const { data } = useQuery({
    queryKey: [...documentKey(document_id), "versions", version],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET("/api/document/{document_id}/version", {
          params: { path: { document_id }, query: { limit: MOST_VERSIONS } },
          signal,
        }),
      ),
    enabled: version > 1,
    retry: false,
  });
  if (data === undefined) return null;
  return (
    <details className={styles.versions}>
      <summary>{t.documents.versions(version)}</summary>
      <ul>
        {data.items.map((each) => (
          <li key={each.version}>
            {t.documents.version(each.version)} ·{" "}
            <time dateTime={each.uploaded_at}>{day(each.uploaded_at)}</time> ·{" "}
            {sizeInWords(each.file_size)} ·{" "}
            <Link
              href={addressOf(document, each.version)}
              aria-current={each.version === shown ? "true" : undefined}
            >
              {t.documents.openVersion(each.version)}
            </Link>{" "}
            ·{" "}
            <a
              href={apiPaths.original(document_id, each.version)}
              download={each.filename.split("/").at(-1)}
            >
              {t.documents.downloadVersion(each.version)}
            </a>
          </li>
        ))}
      </ul>
    </details>
  );
}

/** Returns the address of a version; that of the current one stays when a newer one is stored. */
function addressOf({ document_id, version: current }: Document, version: number): string {
  const address = paths.document(document_id);
  return version === current ? address : `${address}?version=${version}`;
}
