import { Suspense } from "react";
import { type PdfFailure, PdfView } from "@/features/pdf";
import { apiPaths } from "@/lib/paths";
import { Notice } from "@/ui/Notice";
import { Spinner } from "@/ui/Spinner";
import { t } from "@/words/all";
import { type Highlight, passageIn, quotedIn } from "./highlight";
import { usePageRectangles } from "./queries";
import type { Span } from "./rows";

interface Props {
  documentId: string;
  /** An earlier version; undefined for the current one. */
  version: number | undefined;
  highlight: Highlight | undefined;
  /** What was searched for, where it is shown now. */
  match: Span | undefined;
  /** Called if the pages cannot be shown. */
  onFailure(failure: PdfFailure): void;
}

/** The pages of a document's file, with a quotation marked where it stands. */
export function PagesView({ documentId, version, highlight, match, onFailure }: Props) {
  const words = quotedIn(highlight);
  const around = passageIn(highlight);
  const quotation = usePageRectangles(documentId, words, version);
  const passage = usePageRectangles(documentId, around, version);
  const found = usePageRectangles(documentId, match, version);
  return (
    <>
      {(words ? quotation : passage).isError && (
        <Notice kind="warning">{t.reader.placeUnknown}</Notice>
      )}
      <Suspense fallback={<Spinner />}>
        <PdfView
          url={apiPaths.original(documentId, version)}
          quotation={words ? quotation.data : null}
          passage={around && passage.data}
          found={match && found.data}
          onFailure={onFailure}
        />
      </Suspense>
    </>
  );
}
