import { queryOptions, useQuery } from "@tanstack/react-query";
import { api, unwrap } from "@/api/client";
import { useMe } from "@/lib/me";
import { t } from "@/words/all";
import { number } from "@/words/format";
import { Row, Rows } from "./Rows";
import { State } from "./State";
import { bytesInWords } from "./words";

export function usageQuery() {
  return queryOptions({
    queryKey: ["workspace usage"],
    queryFn: ({ signal }) => unwrap(api.GET("/api/me/usage", { signal })),
    staleTime: 0,
  });
}

/** What the workspace has and uses, and how much it may. */
export function Storage() {
  const workspace = useMe().data?.workspace;
  const usage = useQuery(usageQuery());
  const used = usage.data;
  const quotas = used?.quotas;
  const place = `quoth --workspace ${workspace ?? "NAME"} quota set`;

  return (
    <Rows heading={t.settings.storage}>
      {used && quotas && (
        <>
          <Row
            name={t.settings.sections.documents}
            value={ofMost(used.documents, quotas.documents, number)}
            what={t.settings.documentsHint}
            place={`${place} --documents`}
          />
          <Row
            name={t.settings.storageUsed}
            value={ofMost(used.bytes, quotas.bytes, bytesInWords)}
            what={t.settings.storageHint}
            place={`${place} --megabytes`}
          />
          <Row
            name={t.settings.questionsToday}
            value={ofMost(used.questions_today, quotas.questions_per_day, number)}
            what={t.settings.questionsHint}
            place={`${place} --questions`}
          />
          <Row
            name={t.settings.tokensToday}
            value={ofMost(used.model_tokens_today, quotas.model_tokens_per_day, number)}
            what={t.settings.tokensHint}
            place={`${place} --tokens`}
          />
        </>
      )}
      <State query={usage} />
    </Rows>
  );
}

function ofMost(used: number, most: number | null, inWords: (count: number) => string): string {
  return most === null
    ? t.settings.unlimited(inWords(used))
    : t.settings.ofMost(inWords(used), inWords(most));
}
