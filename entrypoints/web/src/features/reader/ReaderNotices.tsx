import { Link } from "wouter";
import type { PdfFailure } from "@/features/pdf";
import { paths } from "@/lib/paths";
import { Button } from "@/ui/Button";
import { Notice } from "@/ui/Notice";
import { t } from "@/words/all";
import type { Highlight } from "./highlight";

interface Props {
  documentId: string;
  highlight: Highlight | undefined;
  /** Whether another version than the current one is shown. */
  isEarlier: boolean;
  isGone: boolean;
  /** Whether the document is there, and only the version to show is not kept any more. */
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
          {!isForgotten && `${highlight ? t.reader.asQuoted : t.reader.earlierVersion} `}
          {t.reader.replaced} <Link href={paths.document(documentId)}>{t.reader.openCurrent}</Link>
        </Notice>
      )}
      {highlight?.standing === "unverified" && !isGone && (
        <Notice kind="warning">{t.reader.wordsNotFound}</Notice>
      )}
      {failure !== null && !isGone && (
        <Notice
          kind="warning"
          actions={failure === "away" && <Button onClick={onRetry}>{t.common.tryAgain}</Button>}
        >
          {t.reader.pagesFailed[failure]}
        </Notice>
      )}
    </>
  );
}
