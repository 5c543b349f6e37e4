import { Link } from "wouter";
import type { Document, DocumentStatus } from "@/api/types";
import { useCollections } from "@/lib/collections";
import { paths } from "@/lib/paths";
import { IconButton } from "@/ui/Button";
import { TrashIcon, WarningIcon } from "@/ui/icons";
import { Spinner } from "@/ui/Spinner";
import styles from "./DocumentRow.module.css";
import { counted, dateInWords, sizeInWords } from "./format";
import { formatName, useFormats } from "./formats";
import { LimitSign } from "./LimitSign";
import { languageName } from "./languages";
import { limitsOf } from "./limits";
import { OtherNames } from "./OtherNames";
import { WorkState } from "./WorkState";

const STATUS: Record<DocumentStatus, string> = {
  pending: "Waiting",
  processing: "Processing",
  processed: "Ready",
  failed: "Failed",
  cancelled: "Cancelled",
};

interface Props {
  document: Document;
  /** Whether to follow the work on it. */
  following: boolean;
  onDelete(document: Document): void;
}

export function DocumentRow({ document, following, onDelete }: Props) {
  const { document_id, filename, file_size, status, total_chunks, uploaded_at } = document;
  const formats = useFormats();
  const limits = limitsOf(document, useCollections().data ?? []);
  return (
    <div className={styles.row}>
      <div className={styles.body}>
        <Link href={paths.document(document_id)} className={styles.name}>
          <bdi>{filename}</bdi>
        </Link>
        {document.names.length > 1 && (
          <p className={styles.otherNames}>
            also as <OtherNames document={document} />
          </p>
        )}
        {document.title && (
          <p className={styles.otherNames} dir="auto">
            {document.title}
          </p>
        )}
        <p className={styles.facts}>
          <span>{formatName(document.media_type, formats)}</span>
          {document.pages !== null && <span>{counted(document.pages, "page")}</span>}
          <span>{sizeInWords(file_size)}</span>
          <time dateTime={uploaded_at}>{dateInWords(uploaded_at)}</time>
          {status === "processed" && <span>{counted(total_chunks, "passage")}</span>}
          {document.language && <span>{languageName(document.language)}</span>}
          {limits.map((limit) => (
            <LimitSign key={limit.collection} {...limit} />
          ))}
          <span className={`${styles.status} ${status === "failed" ? styles.failed : ""}`}>
            {status === "failed" && <WarningIcon />}
            {(status === "pending" || status === "processing") && <Spinner />}
            {STATUS[status]}
          </span>
        </p>
        <WorkState document={document} following={following} />
      </div>
      <IconButton
        label={`Delete ${filename}`}
        icon={<TrashIcon />}
        onClick={() => onDelete(document)}
      />
    </div>
  );
}
