/** How far the work on a document is. */

import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import type { DocumentEvent, DocumentProgress } from "@/api/types";
import { apiPaths } from "@/lib/paths";
import { t } from "@/words/all";
import { percent } from "@/words/format";
import { durationInWords } from "./format";
import { refreshDocument } from "./queries";

/** Follows the work on a document while `following`; reloads the document when the work ends. */
export function useProgress(id: string, following: boolean): DocumentProgress | null {
  const client = useQueryClient();
  const [progress, setProgress] = useState<DocumentProgress | null>(null);
  useEffect(() => {
    if (!following) return;
    // it reconnects by itself, and asks for what came after the last event
    const source = new EventSource(apiPaths.documentEvents(id));
    source.onmessage = ({ data }: MessageEvent<string>) => {
      const event = JSON.parse(data) as DocumentEvent;
      if (event.type === "progress") {
        setProgress(event);
      } else {
        source.close();
        refreshDocument(client, id);
      }
    };
    return () => {
      source.close();
      setProgress(null);
    };
  }, [client, id, following]);
  return progress;
}

/** Describes the stage of the work, such as "Preparing for search, 42%, 3 min 5 s left". */
export function progressInWords({ stage, done, total, seconds_left }: DocumentProgress): string {
  const stages: Record<string, string> = t.documents.stages;
  const parts = [stages[stage] ?? t.documents.stages.other];
  if (total > 0) parts.push(percent(Math.floor((100 * done) / total) / 100));
  if (seconds_left !== null) parts.push(t.documents.timeLeft(durationInWords(1000 * seconds_left)));
  return parts.join(", ");
}
