import { Suspense, useMemo } from "react";
import { type PdfFailure, PdfView } from "@/features/pdf";
import { apiPaths } from "@/lib/paths";
import { Notice } from "@/ui/Notice";
import { Spinner } from "@/ui/Spinner";
import { usePageRectangles } from "./queries";
import type { Span } from "./rows";

interface Props {
  documentId: string;
  /** An earlier version; undefined for the current one. */
  version: number | undefined;
  highlight: (Span & { verified?: boolean }) | undefined;
  /** Called if the pages cannot be shown. */
  onFailure(failure: PdfFailure): void;
}

/** The pages of a document's file, with a quotation marked where it stands. */
export function PagesView({ documentId, version, highlight, onFailure }: Props) {
  const { data, isError } = usePageRectangles(documentId, highlight, true, version);
  const verified = highlight?.verified !== false;
  const quotation = useMemo(() => data && { ...data, verified }, [data, verified]);
  return (
    <>
      {isError && (
        <Notice kind="warning">
          Where the quotation stands on the pages is not known. The text view shows it.
        </Notice>
      )}
      <Suspense fallback={<Spinner />}>
        <PdfView
          url={apiPaths.original(documentId, version)}
          quotation={quotation}
          onFailure={onFailure}
        />
      </Suspense>
    </>
  );
}

const FAILURES: Record<PdfFailure, string> = {
  missing: "The original file is not stored, so its pages cannot be shown. This is its text.",
  damaged: "The file is damaged, so its pages cannot be shown. This is its text.",
  locked: "The file opens only with a password, so its pages cannot be shown. This is its text.",
  away: "The pages could not be loaded. This is the text.",
};

/** Returns what to say in place of the pages. */
export function failureInWords(failure: PdfFailure): string {
  return FAILURES[failure];
}
