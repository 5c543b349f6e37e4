import { useQuery } from "@tanstack/react-query";
import { api, unwrap } from "@/api/client";
import { useMe } from "@/lib/me";
import { Row, Rows } from "./Rows";
import { State } from "./State";
import { bytesInWords } from "./words";

/** What the workspace has and uses, and how much it may. */
export function Storage() {
  const workspace = useMe().data?.workspace;
  const usage = useQuery({
    queryKey: ["workspace usage"],
    queryFn: ({ signal }) => unwrap(api.GET("/api/me/usage", { signal })),
    staleTime: 0,
  });
  const used = usage.data;
  const quotas = used?.quotas;
  const place = `quoth --workspace ${workspace ?? "NAME"} quota set`;

  return (
    <Rows heading="Storage and quotas">
      {used && quotas && (
        <>
          <Row
            name="Documents"
            value={ofMost(used.documents, quotas.documents, (count) => count.toLocaleString("en"))}
            what="How many documents the workspace has."
            place={`${place} --documents`}
          />
          <Row
            name="Storage used"
            value={ofMost(used.bytes, quotas.bytes, bytesInWords)}
            what="The files of all documents, those of their stored versions included."
            place={`${place} --megabytes`}
          />
          <Row
            name="Questions today"
            value={ofMost(used.questions_today, quotas.questions_per_day, (count) =>
              count.toLocaleString("en"),
            )}
            what="Of all who work in the workspace. Days end at midnight UTC."
            place={`${place} --questions`}
          />
          <Row
            name="Tokens today"
            value={ofMost(used.model_tokens_today, quotas.model_tokens_per_day, (count) =>
              count.toLocaleString("en"),
            )}
            what="What chat models read and wrote."
            place={`${place} --tokens`}
          />
        </>
      )}
      <State query={usage} />
    </Rows>
  );
}

function ofMost(used: number, most: number | null, inWords: (count: number) => string): string {
  return most === null ? `${inWords(used)}, no limit` : `${inWords(used)} of ${inWords(most)}`;
}
