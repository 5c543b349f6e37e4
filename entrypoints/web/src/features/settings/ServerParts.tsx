import { useHealth } from "@/lib/health";
import { Row, Rows } from "./Rows";
import { State } from "./State";

const WORKING = ["connected", "loaded", "ready"];

/** Whether each part of the server works, and its version. */
export function ServerParts() {
  const health = useHealth();
  const { data } = health;
  return (
    <Rows heading="Version and health">
      {data && (
        <>
          <Row name="Version" value={data.version} />
          <Row name="Database" value={inWords(data.database)} place="QUOTH_DATABASE_URL" />
          <Row
            name="Embedding model"
            value={[data.embedding_model, inWords(data.embedding_service)]
              .filter(Boolean)
              .join(", ")}
            what={data.embedding_note ?? "It finds passages by their meaning."}
            place="QUOTH_EMBEDDING_MODEL, quoth reindex"
          />
          <Row name="Reading of files" value={inWords(data.file_readers)} />
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
  return WORKING.includes(state) ? "works" : state;
}
