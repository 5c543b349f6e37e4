import { useHealth } from "@/lib/health";
import { t } from "@/words/all";
import { Row, Rows } from "./Rows";
import { State } from "./State";

const WORKING = ["connected", "loaded", "ready"];

/** Whether each part of the server works, and its version. */
export function ServerParts() {
  const health = useHealth();
  const { data } = health;
  return (
    <Rows heading={t.settings.health}>
      {data && (
        <>
          <Row name={t.settings.version} value={data.version} />
          <Row
            name={t.settings.database}
            value={inWords(data.database)}
            place="QUOTH_DATABASE_URL"
          />
          <Row
            name={t.settings.embeddingModel}
            value={[data.embedding_model, inWords(data.embedding_service)]
              .filter(Boolean)
              .join(", ")}
            what={data.embedding_note ?? t.settings.embeddingHint}
            place="QUOTH_EMBEDDING_MODEL, quoth reindex"
          />
          <Row name={t.settings.fileReaders} value={inWords(data.file_readers)} />
          {data.valkey !== null && (
            <Row name="Valkey" value={inWords(data.valkey)} place="QUOTH_VALKEY_URL" />
          )}
        </>
      )}
      <State query={health} />
    </Rows>
  );
}

function inWords(state: string): string {
  return WORKING.includes(state) ? t.settings.works : state;
}
