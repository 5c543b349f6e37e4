/** How far the work on a document is. */

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { api, unwrap } from "@/api/client";
import type { DocumentEvent, Job } from "@/api/types";
import { apiPaths } from "@/lib/paths";
import { t } from "@/words/all";
import { percent } from "@/words/format";
import { durationInWords } from "./format";
import { refreshDocument } from "./queries";

/** How far the work on a document is. */
export type Progress = NonNullable<Job["progress"]>;

/** How often the work on all documents is asked for. */
const POLL_MS = 2_000;
/** How soon a stream that was refused is asked for again. */
const REOPEN_MS = 5_000;
/** The most that one response has; the server works on far fewer at the same time. */
const MOST_JOBS = 200;
const NONE: ReadonlyMap<string, Progress | null> = new Map();

/**
 * Returns how far the work on each document is, by its id, with one request for all of them.
 *
 * Reloads a document when the work on it ends.
 */
export function useAllProgress(isSomethingOpen: boolean): ReadonlyMap<string, Progress | null> {
  const client = useQueryClient();
  const { data = NONE } = useQuery({
    queryKey: ["jobs"],
    queryFn: async ({ signal }) => {
      const query = { state: "processing" as const, limit: MOST_JOBS };
      const { items } = await unwrap(api.GET("/api/job", { params: { query }, signal }));
      return new Map(items.map(({ document_id, progress }) => [document_id, progress]));
    },
    enabled: isSomethingOpen,
    refetchInterval: POLL_MS,
    retry: false,
  });
  const before = useRef(NONE);
  useEffect(() => {
    for (const id of before.current.keys()) if (!data.has(id)) refreshDocument(client, id);
    before.current = data;
  }, [client, data]);
  return data;
}

/** Follows the work on one document while `following`; reloads the document when it ends. */
export function useProgress(id: string, following: boolean): Progress | null {
  const client = useQueryClient();
  const [progress, setProgress] = useState<Progress | null>(null);
  useEffect(() => {
    if (!following) return;
    let again: ReturnType<typeof setTimeout> | undefined;
    const follow = () => {
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
      source.onerror = () => {
        if (source.readyState !== EventSource.CLOSED) return;
        // an answer that is no stream, as of a server with too many of them, ends it for good
        refreshDocument(client, id);
        again = setTimeout(() => {
          open = follow();
        }, REOPEN_MS);
      };
      return source;
    };
    let open = follow();
    return () => {
      clearTimeout(again);
      open.close();
      setProgress(null);
    };
  }, [client, id, following]);
  return progress;
}

/** Describes the stage of the work, such as "Preparing for search, 42%, 3 min 5 s left". */
export function progressInWords({ stage, done, total, seconds_left }: Progress): string {
  const stages: Record<string, string> = t.documents.stages;
  const parts = [stages[stage] ?? t.documents.stages.other];
  if (total > 0) parts.push(percent(Math.floor((100 * done) / total) / 100));
  if (seconds_left !== null) parts.push(t.documents.timeLeft(durationInWords(1000 * seconds_left)));
  return parts.join(", ");
}
