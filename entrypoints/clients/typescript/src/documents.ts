import { ProcessingFailed, ResponseNotUnderstood } from "./errors.ts";
import { events } from "./events.ts";
import { type CallOptions, type Http, unwrap } from "./http.ts";
import { newIdempotencyKey } from "./idempotencyKey.ts";
import { PAGE, pages } from "./pages.ts";
import type {
  Chunk,
  Deletion,
  Document,
  DocumentChanges,
  DocumentEvent,
  DocumentSort,
  DocumentStatus,
  Numbered,
  Put,
  Removal,
  Uploaded,
  Within,
} from "./types.ts";

/** A file; text and bytes need a name. In Node, `openAsBlob` reads one from disk as it is sent. */
export type UploadedFile = Blob | string | Uint8Array<ArrayBuffer> | ArrayBuffer;

export interface UploadOptions extends CallOptions {
  /** Its name, which may be a path; by default that of the `File`. */
  name?: string;
  /** The names or ids of collections that it is put into. */
  collections?: readonly string[];
  /** What is said of it. */
  metadata?: Record<string, string | readonly string[]>;
  /**
   * False returns at once. By default, a large file is followed while a worker processes it; true
   * lets the request itself wait.
   */
  wait?: boolean;
}

export interface DocumentFilter extends CallOptions {
  status?: DocumentStatus;
  /** A pattern of the whole name, with `*` and `?`. */
  filename?: string;
  collections?: string[];
  metadata?: Record<string, string>;
  media_type?: string;
  sort?: DocumentSort;
}

interface VersionOptions extends CallOptions {
  version?: number;
}

/** The documents from which questions are answered. */
export class Documents {
  readonly #http: Http;

  constructor(http: Http) {
    this.#http = http;
  }

  /**
   * Stores a file, and returns when it is searchable. The same bytes are stored once.
   *
   * Throws `ProcessingFailed` if it was stored, but could not be made searchable.
   */
  async upload(file: UploadedFile, given: UploadOptions = {}): Promise<Uploaded> {
    const { query, body, options } = formOf(file, given);
    const headers = { "Idempotency-Key": newIdempotencyKey() };
    const path = "/api/document";
    const request = { method: "POST", path, query, headers, body } as const;
    const response = await this.#http.send(request, options);
    const stored = await documentIn<Document>(response);
    const uploaded = { ...stored, created: response.status !== 200 };
    return given.wait === false ? uploaded : this.#searchable(uploaded, given);
  }

  /**
   * Stores a file under a stable name, whose next version it is if there is one.
   *
   * The options are those of `upload`.
   */
  async put(externalId: string, file: UploadedFile, given: UploadOptions = {}): Promise<Put> {
    const name = given.name ?? (file instanceof File ? file.name : externalId);
    const { query, body, options } = formOf(file, { ...given, name });
    const path = "/api/document/by-name/{external_id}";
    const request = { method: "PUT", path, ids: { external_id: externalId }, query, body } as const;
    const put = await documentIn<Put>(await this.#http.send(request, options));
    return given.wait === false ? put : this.#searchable(put, given);
  }

  /** Yields documents, by default last uploaded first. */
  list({
    collections,
    metadata = {},
    signal,
    timeout,
    retry,
    ...filter
  }: DocumentFilter = {}): AsyncGenerator<Document> {
    const values = Object.entries(metadata).map(([name, value]) => [`metadata.${name}`, value]);
    const collection = collections === undefined ? {} : { collection: collections };
    const call = this.#http.calling({ signal, timeout, retry });
    return pages((cursor) => {
      const query = { limit: PAGE, ...filter, ...collection, ...cursor };
      const params = { query: { ...Object.fromEntries(values), ...query } };
      return unwrap(this.#http.api.GET("/api/document", { params, ...call }));
    });
  }

  /** Returns the properties of a document. */
  get(documentId: string, { version, ...options }: VersionOptions = {}): Promise<Document> {
    const query = version === undefined ? {} : { version };
    const params = { path: { document_id: documentId }, query };
    const call = { params, ...this.#http.calling(options) };
    return unwrap(this.#http.api.GET("/api/document/{document_id}", call));
  }

  /** Returns the text of a document, or the part from `start` to `end`, in code points. */
  async content(
    documentId: string,
    { start, end, version, ...options }: { start?: number; end?: number } & VersionOptions = {},
  ): Promise<string> {
    const response = await this.#http.send(
      {
        method: "GET",
        path: "/api/document/{document_id}/content",
        ids: { document_id: documentId },
        query: { start, end, version },
      },
      options,
    );
    // Response.text() would drop a byte order mark and shift every offset by one
    return new TextDecoder("utf-8", { ignoreBOM: true }).decode(await response.arrayBuffer());
  }

  /** Returns the bytes that were uploaded. */
  async original(
    documentId: string,
    { version, ...options }: VersionOptions = {},
  ): Promise<ArrayBuffer> {
    const path = "/api/document/{document_id}/original";
    const ids = { document_id: documentId };
    const request = { method: "GET", path, ids, query: { version } } as const;
    return (await this.#http.send(request, options)).arrayBuffer();
  }

  /** Yields the chunks of a document, in order. */
  chunks(documentId: string, options: CallOptions = {}): AsyncGenerator<Chunk> {
    return pages((cursor) => {
      const params = { path: { document_id: documentId }, query: { limit: PAGE, ...cursor } };
      const call = { params, ...this.#http.calling(options) };
      return unwrap(this.#http.api.GET("/api/document/{document_id}/chunk", call));
    });
  }

  /** Yields the versions of a document that are stored, the current one first. */
  versions(documentId: string, options: CallOptions = {}): AsyncGenerator<Document> {
    return pages((cursor) => {
      const params = { path: { document_id: documentId }, query: { limit: PAGE, ...cursor } };
      const call = { params, ...this.#http.calling(options) };
      return unwrap(this.#http.api.GET("/api/document/{document_id}/version", call));
    });
  }

  /** Changes what is given of a document. Null removes a language or a title. */
  update(
    documentId: string,
    changes: DocumentChanges,
    options: CallOptions = {},
  ): Promise<Document> {
    const params = { path: { document_id: documentId } };
    const call = { params, body: changes, ...this.#http.calling(options) };
    return unwrap(this.#http.api.PATCH("/api/document/{document_id}", call));
  }

  /** Lets only these groups read a document, beside admins; everybody without any. */
  limit(
    documentId: string,
    groups: readonly string[],
    options: CallOptions = {},
  ): Promise<Document> {
    return this.update(documentId, { limited_to: [...groups] }, options);
  }

  /** Deletes a document, or one of its names. */
  delete(
    documentId: string,
    { filename, ...options }: { filename?: string } & CallOptions = {},
  ): Promise<Removal> {
    const query = filename === undefined ? {} : { filename };
    const params = { path: { document_id: documentId }, query };
    const call = { params, ...this.#http.calling(options) };
    return unwrap(this.#http.api.DELETE("/api/document/{document_id}", call));
  }

  /** Deletes all documents that are meant, in one step; with `dry_run`, says which would be. */
  deleteMatching(
    within: Within,
    { dry_run = false, ...options }: { dry_run?: boolean } & CallOptions = {},
  ): Promise<Deletion> {
    const call = { body: { within, dry_run }, ...this.#http.calling(options, dry_run) };
    return unwrap(this.#http.api.POST("/api/document/delete", call));
  }

  /** Yields what happens to a document until it is searchable, or has failed. */
  events(
    documentId: string,
    { after = 0, ...options }: { after?: number } & CallOptions = {},
  ): AsyncGenerator<Numbered<DocumentEvent>> {
    const path = "/api/document/{document_id}/events";
    const first = { method: "GET", path, ids: { document_id: documentId } } as const;
    const last = ["done", "error"];
    return events<DocumentEvent>(this.#http, { first, after, gapless: false, last }, options);
  }

  /** Processes a document again that failed or was cancelled. */
  retry(documentId: string, options: CallOptions = {}): Promise<Document> {
    const params = { path: { document_id: documentId } };
    const call = { params, ...this.#http.calling(options, true) };
    return unwrap(this.#http.api.POST("/api/document/{document_id}/retry", call));
  }

  /** Cancels the work on a document. */
  cancel(documentId: string, options: CallOptions = {}): Promise<Document> {
    const params = { path: { document_id: documentId } };
    const call = { params, ...this.#http.calling(options, true) };
    return unwrap(this.#http.api.POST("/api/document/{document_id}/cancel", call));
  }

  async #searchable<Stored extends Document>(stored: Stored, given: CallOptions): Promise<Stored> {
    if (stored.status !== "pending" && stored.status !== "processing") return stored;
    const { signal, timeout, retry } = given;
    const options = { signal, timeout, retry };
    for await (const event of this.events(stored.document_id, options)) {
      if (event.type === "error") {
        throw new ProcessingFailed(event.error, event.code, event.document_id);
      }
    }
    return { ...stored, ...(await this.get(stored.document_id, options)) };
  }
}

function formOf(
  file: UploadedFile,
  { name, collections = [], metadata, wait, signal, timeout, retry }: UploadOptions,
) {
  const blob = file instanceof Blob ? file : new Blob([file]);
  const filename = name ?? (blob instanceof File ? blob.name : "");
  if (filename === "") throw new TypeError('Text and bytes need a name: { name: "notes.md" }.');
  const body = new FormData();
  for (const each of collections) body.append("collection", each);
  if (metadata !== undefined) body.append("metadata", JSON.stringify(metadata));
  body.append("file", blob, filename);
  // nothing is received while a large file is sent, or while the request itself waits
  const options = { signal, timeout: timeout ?? Number.POSITIVE_INFINITY, retry };
  return { query: { wait }, body, options };
}

async function documentIn<Stored extends Document>(response: Response): Promise<Stored> {
  const stored: unknown = await response.json().catch(() => null);
  if (typeof stored === "object" && stored !== null && "document_id" in stored) {
    return stored as Stored;
  }
  throw new ResponseNotUnderstood("The response is no document: check the address.");
}
