import { Link } from "wouter";
import type { Document, DocumentStatus } from "@/api/types";
import { useCollections } from "@/lib/collections";
import { paths } from "@/lib/paths";
import { IconButton } from "@/ui/Button";
import { CheckIcon, TrashIcon, WarningIcon } from "@/ui/icons";
import { OwnDirection } from "@/ui/OwnDirection";
import { Spinner } from "@/ui/Spinner";
import { VisuallyHidden } from "@/ui/VisuallyHidden";
import { t } from "@/words/all";
import { day } from "@/words/format";
import styles from "./DocumentRow.module.css";
import { sizeInWords } from "./format";
import { formatName } from "./formatNames";
import { useFormats } from "./formats";
import { LimitSign } from "./LimitSign";
import { languageName } from "./languages";
import { limitsOf } from "./limits";
import { OtherNames } from "./OtherNames";
import type { Progress } from "./progress";
import { useUntilFinished } from "./queries";
import { tagsOf } from "./tags";
import { WorkState } from "./WorkState";

interface Props {
  document: Document;
  /** How far the work on it is; null if that is not known. */
  progress: Progress | null;
  chosen: boolean;
  onChoose(chosen: boolean): void;
  onDelete(document: Document): void;
  onTag(tag: string): void;
}

/** The cells of a document in the table of documents. */
export function DocumentRow({ document, progress, chosen, onChoose, onDelete, onTag }: Props) {
  const { document_id, filename, file_size, status, total_chunks, uploaded_at, pages } = document;
  const formats = useFormats();
  const limits = limitsOf(document, useCollections().data ?? []);
  useUntilFinished(document);
  return (
    <>
      <td className={styles.choice}>
        <input
          type="checkbox"
          aria-label={t.documents.select(filename)}
          checked={chosen}
          onChange={({ target }) => onChoose(target.checked)}
        />
      </td>
      <th scope="row" className={styles.names}>
        <Link href={paths.document(document_id)} className={styles.name} title={filename}>
          <bdi>{filename}</bdi>
        </Link>
        {document.title && (
          <p className={styles.second} title={document.title}>
            <OwnDirection>{document.title}</OwnDirection>
          </p>
        )}
        {document.names.length > 1 && (
          <p className={styles.second}>
            {t.documents.alsoAsNames(<OtherNames document={document} />)}
          </p>
        )}
        <WorkState document={document} progress={progress} />
      </th>
      <td className={styles.format}>
        {formatName(document.media_type, formats)}
        {document.language && (
          <span className={styles.language}>{languageName(document.language)}</span>
        )}
      </td>
      <td className={styles.number} title={factsOf(total_chunks, pages)}>
        {sizeInWords(file_size)}
      </td>
      <td className={styles.number}>
        <time dateTime={uploaded_at}>{day(uploaded_at)}</time>
      </td>
      <td className={styles.labels}>
        {document.collections.map((name) => (
          <bdi key={name} className={styles.collection}>
            {name}
          </bdi>
        ))}
        {tagsOf(document).map((tag) => (
          <button
            key={tag}
            type="button"
            className={styles.tag}
            aria-label={t.documents.showTag(tag)}
            onClick={() => onTag(tag)}
          >
            <bdi>{tag}</bdi>
          </button>
        ))}
        {limits.map((limit) => (
          <LimitSign key={limit.collection} {...limit} />
        ))}
      </td>
      <td className={styles.state}>
        <Status status={status} />
        <IconButton
          label={t.documents.deleteNamed(filename)}
          icon={<TrashIcon />}
          onClick={() => onDelete(document)}
        />
      </td>
    </>
  );
}

/** The state of a document: in words, unless it is the usual one. */
function Status({ status }: { status: DocumentStatus }) {
  if (status === "processed") {
    return (
      <span className={styles.ready} title={t.documents.status.processed}>
        <CheckIcon />
        <VisuallyHidden>{t.documents.status.processed}</VisuallyHidden>
      </span>
    );
  }
  return (
    <span className={`${styles.status} ${status === "failed" ? styles.failed : ""}`}>
      {status === "failed" && <WarningIcon />}
      {(status === "pending" || status === "processing") && <Spinner />}
      {t.documents.status[status]}
    </span>
  );
}

function factsOf(chunks: number, pages: number | null): string {
  const passages = t.documents.passages(chunks);
  return pages === null ? passages : `${t.documents.pages(pages)}, ${passages}`;
}
