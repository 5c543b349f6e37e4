import type { Document } from "@/api/types";
import { useCollections } from "@/lib/collections";
import { useMayLimit } from "@/lib/me";
import { t } from "@/words/all";
import { day, number } from "@/words/format";
import { CollectionsField } from "./CollectionsField";
import { Digest } from "./Digest";
import styles from "./DocumentFacts.module.css";
import { DocumentLimits } from "./DocumentLimits";
import { Fact } from "./Fact";
import { sizeInWords } from "./format";
import { formatName } from "./formatNames";
import { useFormats } from "./formats";
import { LanguageChoice } from "./LanguageChoice";
import { limitsOf } from "./limits";
import { MetadataFacts } from "./MetadataFacts";
import { OtherNames } from "./OtherNames";
import { TagsField } from "./TagsField";

/** The properties of a document, of which some can be changed. */
export function DocumentFacts({ document }: { document: Document }) {
  const formats = useFormats();
  const limits = limitsOf(document, useCollections().data ?? []);
  const mayLimit = useMayLimit();
  const { file_size, total_chunks, uploaded_at, content_sha256, status } = document;
  const { names, media_type, pages } = document;
  return (
    <dl className={styles.facts}>
      {names.length > 1 && (
        <Fact name={t.documents.alsoAs}>
          <OtherNames document={document} />
        </Fact>
      )}
      <Fact name={t.documents.format}>{formatName(media_type, formats)}</Fact>
      {pages !== null && <Fact name={t.common.pages}>{number(pages)}</Fact>}
      <Fact name={t.documents.size}>{sizeInWords(file_size)}</Fact>
      {status === "processed" && (
        <Fact name={t.documents.parts}>{t.documents.passages(total_chunks)}</Fact>
      )}
      <Fact name={t.documents.added}>
        <time dateTime={uploaded_at}>{day(uploaded_at)}</time>
      </Fact>
      {status === "processed" && (
        <Fact name={t.common.language}>
          <LanguageChoice document={document} />
        </Fact>
      )}
      <Fact name={t.documents.collections}>
        <CollectionsField document={document} />
      </Fact>
      <Fact name={t.documents.tags}>
        <TagsField document={document} />
      </Fact>
      {(limits.length > 0 || mayLimit) && (
        <Fact name={t.documents.readBy}>
          <DocumentLimits document={document} limits={limits} mayLimit={mayLimit} />
        </Fact>
      )}
      <MetadataFacts document={document} />
      <Fact name="SHA-256">
        <Digest digest={content_sha256} />
      </Fact>
    </dl>
  );
}
