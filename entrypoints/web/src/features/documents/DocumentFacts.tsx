import type { Document } from "@/api/types";
import { useCollections } from "@/lib/collections";
import { useMayLimit } from "@/lib/me";
import { CollectionsField } from "./CollectionsField";
import { Digest } from "./Digest";
import styles from "./DocumentFacts.module.css";
import { DocumentLimits } from "./DocumentLimits";
import { Fact } from "./Fact";
import { counted, dateInWords, sizeInWords } from "./format";
import { formatName, useFormats } from "./formats";
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
        <Fact name="Also as">
          <OtherNames document={document} />
        </Fact>
      )}
      <Fact name="Format">{formatName(media_type, formats)}</Fact>
      {pages !== null && <Fact name="Pages">{pages.toLocaleString("en")}</Fact>}
      <Fact name="Size">{sizeInWords(file_size)}</Fact>
      {status === "processed" && <Fact name="Parts">{counted(total_chunks, "passage")}</Fact>}
      <Fact name="Added">
        <time dateTime={uploaded_at}>{dateInWords(uploaded_at)}</time>
      </Fact>
      {status === "processed" && (
        <Fact name="Language">
          <LanguageChoice document={document} />
        </Fact>
      )}
      <Fact name="Collections">
        <CollectionsField document={document} />
      </Fact>
      <Fact name="Tags">
        <TagsField document={document} />
      </Fact>
      {(limits.length > 0 || mayLimit) && (
        <Fact name="Read by">
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
