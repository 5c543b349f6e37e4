/** Files on their way to the server. They go on while the visitor looks at other pages. */

import { useSyncExternalStore } from "react";
import { ApiError } from "@/api/client";
import { newIdempotencyKey } from "@/api/idempotencyKey";
import type { Document } from "@/api/types";

export type UploadState =
  | { kind: "waiting" }
  | { kind: "sending"; percent: number }
  /** The server has it all, reads it and embeds it; how far it is, it does not say. */
  | { kind: "processing"; since: number }
  /** The server asked for it to be sent later; it is, by itself. */
  | { kind: "postponed"; until: number; detail: string }
  | { kind: "done"; document: Document; alreadyThere: boolean }
  | { kind: "failed"; detail: string; code: string; retryable: boolean };

export interface Upload {
  readonly id: string;
  readonly name: string;
  readonly size: number;
  readonly state: UploadState;
}

/** What is needed to send an upload, and no page shows. */
interface Job {
  readonly file: File;
  /** Stays the same when the upload is sent again, so that the server takes it in once. */
  key: string;
  stop(): void;
}

export const ACCEPTED_TYPES = ".txt,.md,.markdown,text/plain,text/markdown";
const ACCEPTED_NAME = /\.(txt|md|markdown)$/i;
const AT_ONCE = 3;
const OPEN: readonly UploadState["kind"][] = ["waiting", "sending", "processing", "postponed"];

/** Whether more is to come of an upload by itself. */
export function isOpen(upload: Upload): boolean {
  return OPEN.includes(upload.state.kind);
}

export class UploadStore {
  #uploads: readonly Upload[] = [];
  #added = 0;
  readonly #jobs = new Map<string, Job>();
  readonly #listeners = new Set<() => void>();
  readonly #doneListeners = new Set<(document: Document) => void>();

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly getSnapshot = (): readonly Upload[] => this.#uploads;

  /** Calls back with each document that the server has taken in. */
  onDone(listener: (document: Document) => void): () => void {
    this.#doneListeners.add(listener);
    return () => this.#doneListeners.delete(listener);
  }

  /** Sends files, some at a time; those that cannot work are refused with the reason. */
  add(files: readonly File[]): void {
    const added = files.map((file): Upload => {
      this.#added += 1;
      const id = String(this.#added);
      const reason = refusal(file);
      if (reason === null) this.#jobs.set(id, { file, key: newIdempotencyKey(), stop() {} });
      const state: UploadState =
        reason === null
          ? { kind: "waiting" }
          : { kind: "failed", detail: reason, code: "not_sent", retryable: false };
      return { id, name: file.name, size: file.size, state };
    });
    this.#replace([...this.#uploads, ...added]);
  }

  retry(id: string): void {
    this.#retryWhere((upload) => upload.id === id);
  }

  /** Tries again everything that failed and may work now. */
  retryAll(): void {
    this.#retryWhere(() => true);
  }

  /** Stops an upload and forgets it. A file that the server has whole may be taken in all the same. */
  cancel(id: string): void {
    this.#forgetWhere((upload) => upload.id === id && isOpen(upload));
  }

  cancelAll(): void {
    this.#forgetWhere(isOpen);
  }

  /** Removes an upload that has ended from the list. */
  dismiss(id: string): void {
    this.#forgetWhere((upload) => upload.id === id && !isOpen(upload));
  }

  /** Removes every upload that has ended from the list. */
  dismissAll(): void {
    this.#forgetWhere((upload) => !isOpen(upload));
  }

  #retryWhere(chosen: (upload: Upload) => boolean): void {
    this.#replace(
      this.#uploads.map((upload) =>
        upload.state.kind === "failed" && upload.state.retryable && chosen(upload)
          ? { ...upload, state: { kind: "waiting" } }
          : upload,
      ),
    );
  }

  #forgetWhere(chosen: (upload: Upload) => boolean): void {
    const forgotten = this.#uploads.filter(chosen);
    for (const { id } of forgotten) {
      this.#jobs.get(id)?.stop();
      this.#jobs.delete(id);
    }
    if (forgotten.length > 0) this.#replace(this.#uploads.filter((upload) => !chosen(upload)));
  }

  #setState(id: string, state: UploadState): void {
    this.#replace(
      this.#uploads.map((upload) => (upload.id === id ? { ...upload, state } : upload)),
    );
  }

  /** Takes a new list, starts what may start, and tells everybody. */
  #replace(uploads: readonly Upload[]): void {
    // one that is postponed keeps its turn: the others would be told to wait as well
    const running = uploads.filter((upload) => isOpen(upload) && upload.state.kind !== "waiting");
    const free = Math.max(0, AT_ONCE - running.length);
    const starting = uploads.filter((upload) => upload.state.kind === "waiting").slice(0, free);
    const ids = new Set(starting.map((upload) => upload.id));
    this.#uploads = uploads.map((upload) =>
      ids.has(upload.id) ? { ...upload, state: { kind: "sending", percent: 0 } } : upload,
    );
    for (const id of ids) this.#send(id);
    if (this.#uploads.some(isOpen)) window.addEventListener("beforeunload", askBeforeLeaving);
    else window.removeEventListener("beforeunload", askBeforeLeaving);
    for (const listener of this.#listeners) listener();
  }

  #send(id: string): void {
    const job = this.#jobs.get(id);
    if (job === undefined) return;
    // fetch does not tell how much of a body was sent
    const request = new XMLHttpRequest();
    let percent = 0;
    request.upload.onprogress = ({ lengthComputable, loaded, total }) => {
      const reached = lengthComputable ? Math.floor((100 * loaded) / total) : 0;
      if (reached <= percent) return;
      percent = reached;
      this.#setState(id, { kind: "sending", percent });
    };
    request.upload.onload = () => this.#setState(id, { kind: "processing", since: Date.now() });
    request.onload = () => this.#receive(id, job, request);
    request.onerror = () => void this.#breakOff(id, job);
    job.stop = () => {
      request.onload = request.onerror = request.upload.onprogress = request.upload.onload = null;
      request.abort();
    };
    const form = new FormData();
    form.append("file", job.file);
    request.open("POST", "/api/document/");
    request.setRequestHeader("Idempotency-Key", job.key);
    request.send(form);
  }

  #receive(id: string, job: Job, request: XMLHttpRequest): void {
    const answer = parsed(request.responseText);
    if (request.status >= 200 && request.status < 300 && isDocument(answer)) {
      this.#jobs.delete(id);
      this.#setState(id, {
        kind: "done",
        document: answer,
        alreadyThere: request.status === 200,
      });
      for (const listener of this.#doneListeners) listener(answer);
      return;
    }
    const error = ApiError.of(answer, request.status);
    const seconds = error.retryAfter ?? secondsIn(request.getResponseHeader("Retry-After"));
    if ((error.status === 429 || error.status === 503) && seconds !== null) {
      this.#postpone(id, job, error.message, 1000 * Math.max(1, seconds));
    } else if (error.code === "idempotency_key_reused") {
      // the file was changed since it was sent first: it is another upload now
      job.key = newIdempotencyKey();
      this.#send(id);
    } else {
      this.#fail(id, error);
    }
  }

  #postpone(id: string, job: Job, detail: string, milliseconds: number): void {
    const timer = setTimeout(() => {
      this.#setState(id, { kind: "sending", percent: 0 });
      this.#send(id);
    }, milliseconds);
    job.stop = () => clearTimeout(timer);
    this.#setState(id, { kind: "postponed", until: Date.now() + milliseconds, detail });
  }

  async #breakOff(id: string, job: Job): Promise<void> {
    if (await isReadable(job.file)) {
      this.#fail(
        id,
        new ApiError({
          detail:
            "The connection to the server was lost. Try again: nothing is stored twice, however" +
            " often it is sent.",
          code: "unreachable",
          status: 0,
        }),
      );
    } else {
      this.#setState(id, {
        kind: "failed",
        detail:
          "The file cannot be read. It may have been changed, moved or deleted, or be a folder." +
          " Add it again.",
        code: "file_unreadable",
        retryable: false,
      });
    }
  }

  #fail(id: string, error: ApiError): void {
    this.#setState(id, {
      kind: "failed",
      detail: error.message,
      code: error.code,
      retryable:
        error.status === 0 || error.status >= 500 || [408, 409, 429].includes(error.status),
    });
  }
}

export const uploads = new UploadStore();

/** Returns all uploads in the order in which they were added, and again whenever one changes. */
export function useUploads(): readonly Upload[] {
  return useSyncExternalStore(uploads.subscribe, uploads.getSnapshot);
}

/** Returns why a file cannot work; null if the server is to decide. */
function refusal(file: File): string | null {
  if (!ACCEPTED_NAME.test(file.name)) {
    const isFolderPerhaps = file.type === "" && !file.name.includes(".");
    return isFolderPerhaps
      ? "Folders, and files whose name does not end in .txt, .md or .markdown, cannot be added. It was not sent. Add the files in the folder."
      : "Only .txt, .md and .markdown files can be added. It was not sent. Save its text as one of these.";
  }
  if (file.size === 0) return "The file is empty, so it was not sent.";
  return null;
}

/** A browser gives up a file that was changed on disk, and says no more than that sending failed. */
async function isReadable(file: File): Promise<boolean> {
  return file
    .slice(0, 1)
    .arrayBuffer()
    .then(
      () => true,
      () => false,
    );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function isDocument(value: unknown): value is Document {
  return typeof value === "object" && value !== null && "document_id" in value;
}

function secondsIn(header: string | null): number | null {
  return header !== null && /^\d+$/.test(header) ? Number(header) : null;
}

function askBeforeLeaving(event: BeforeUnloadEvent): void {
  event.preventDefault();
}
