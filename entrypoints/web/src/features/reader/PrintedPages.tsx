import { apiPaths } from "@/lib/paths";
import { usePrinting } from "@/lib/usePrinting";
import { t } from "@/words/all";
import { type Highlight, quotedIn } from "./highlight";
import { PrintedText } from "./PrintedText";
import { useDocumentText } from "./queries";

interface Props {
  documentId: string;
  /** An earlier version; undefined for the current one. */
  version: number | undefined;
  highlight: Highlight | undefined;
}

/** What is on paper for the pages of a file, of which the screen draws only those in sight. */
export function PrintedPages({ documentId, version, highlight }: Props) {
  // loaded before it is printed, since printing waits for nothing
  const text = useDocumentText(documentId, true, version);
  if (!usePrinting()) return null;
  if (text.data) return <PrintedText text={text.data} highlight={quotedIn(highlight)} />;
  const original = new URL(apiPaths.original(documentId, version), window.location.href);
  return <p>{t.reader.printOriginal(original.href)}</p>;
}
