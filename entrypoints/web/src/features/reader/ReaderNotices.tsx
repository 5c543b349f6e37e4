import { Link } from "wouter";
import type { PdfFailure } from "@/features/pdf";
import { paths } from "@/lib/paths";
import { Button } from "@/ui/Button";
import { Notice } from "@/ui/Notice";
import type { Highlight } from "./highlight";
import { failureInWords } from "./PagesView";

interface Props {
  documentId: string;
  highlight: Highlight | undefined;
  /** Whether another version than the current one is shown. */
  isEarlier: boolean;
  isGone: boolean;
  /** Whether the document is there, and only the version that was quoted is not kept any more. */
  isForgotten: boolean;
  /** Why the pages cannot be shown. */
  failure: PdfFailure | null;
  onRetry(): void;
}

/** What has to be said about what the reader shows. */
export function ReaderNotices(props: Props) {
  const { documentId, highlight, isEarlier, isGone, isForgotten, failure, onRetry } = props;
  return (
    <>
      {isEarlier && (
        <Notice kind="info">
          {!isForgotten && "This is the document as it was when it was quoted. "}
          It has been replaced since.{" "}
          <Link href={paths.document(documentId)}>Open the current version</Link>
        </Notice>
      )}
      {highlight?.standing === "unverified" && !isGone && (
        <Notice kind="warning">
          These exact words were not found in the document. The passage that the answer names as
          their source has a line beside it.
        </Notice>
      )}
      {failure !== null && !isGone && (
        <Notice
          kind="warning"
          actions={failure === "away" && <Button onClick={onRetry}>Try again</Button>}
        >
          {failureInWords(failure)}
        </Notice>
      )}
    </>
  );
}
