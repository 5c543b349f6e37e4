import type { ReactNode } from "react";
import type { Document } from "@/api/types";
import { useCollections } from "@/lib/collections";
import { useMayLimit } from "@/lib/me";
import { CollectionsField } from "./CollectionsField";
import { Digest } from "./Digest";
import styles from "./DocumentFacts.module.css";
import { DocumentLimits } from "./DocumentLimits";
import { counted, dateInWords, sizeInWords } from "./format";
import { formatName, useFormats } from "./formats";
import { LanguageChoice } from "./LanguageChoice";
import { limitsOf } from "./limits";
import { OtherNames } from "./OtherNames";

export function DocumentFacts({ document }: { document: Document }) {
  const formats = useFormats();
  const limits = limitsOf(document, useCollections().data ?? []);
  const mayLimit = useMayLimit();
  const { file_size, total_chunks, uploaded_at, content_sha256, status } = document;
  const { names, metadata, media_type, pages } = document;
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
      {(limits.length > 0 || mayLimit) && (
        <Fact name="Read by">
          <DocumentLimits document={document} limits={limits} mayLimit={mayLimit} />
        </Fact>
      )}
      <Fact name="SHA-256">
        <Digest digest={content_sha256} />
      </Fact>
      {Object.entries(metadata).map(([name, value]) => (
        <Fact key={name} name={<bdi>{name}</bdi>}>
          <bdi>{typeof value === "string" ? value : value.join(", ")}</bdi>
        </Fact>
      ))}
    </dl>
  );
}

function Fact({ name, children }: { name: ReactNode; children: ReactNode }) {
  return (
    <div className={styles.fact}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
