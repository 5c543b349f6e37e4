/** The upload queue. It lives outside React, so that uploads continue on other pages. */

import { newIdempotencyKey, QuothError, RequestRefused } from "@quoth/client";
import type { Document, FileFormat } from "@/api/types";
import { isUnfinished } from "@/features/reader";
import { errorInWords } from "@/lib/errorInWords";
import { t } from "@/words";
import { isReadable, refusal } from "./acceptedFiles";
import { sendFile } from "./uploadRequest";

export type UploadState =
  | { kind: "waiting" }
  | { kind: "sending"; percent: number }
  /** The server has the whole file and processes it, without reporting progress. */
  | { kind: "processing"; since: number }
  /** The server asked for a later retry, which happens automatically. */
  | { kind: "postponed"; until: number; detail: string }
  /** The server has stored the file, and prepares it whether or not this page stays open. */
  | { kind: "accepted"; document: Document }
  | { kind: "done"; document: Document; alreadyThere: boolean }
  | { kind: "failed"; detail: string; code: string; retryable: boolean };

export interface Upload {
  readonly id: string;
  readonly name: string;
  readonly size: number;
  readonly state: UploadState;
}

/** What sending an upload needs beside its visible state. */
interface Job {
  readonly file: File;
  /** The same for every retry, so that the server stores the file once. */
  key: string;
  stop(): void;
}

const MAX_CONCURRENT = 3;
const OPEN: readonly UploadState["kind"][] = ["waiting", "sending", "processing", "postponed"];

/** Whether an upload is unfinished. */
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

  /** Calls back with each document that the server has processed, or stored to be processed. */
  onDone(listener: (document: Document) => void): () => void {
    this.#doneListeners.add(listener);
    return () => this.#doneListeners.delete(listener);
  }

  /** Queues files. One that is of none of the formats, if they are known, fails with the reason. */
  add(files: readonly File[], formats?: readonly FileFormat[]): void {
    const added = files.map((file): Upload => {
      this.#added += 1;
      const id = String(this.#added);
      const reason = refusal(file, formats);
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

  /** Retries every failed upload that can succeed. */
  retryAll(): void {
    this.#retryWhere(() => true);
  }

  /** Stops and removes an upload. The server may still store a file that it has received. */
  cancel(id: string): void {
    this.#removeWhere((upload) => upload.id === id && isOpen(upload));
  }

  cancelAll(): void {
    this.#removeWhere(isOpen);
  }

  /** Removes a finished upload from the list. */
  dismiss(id: string): void {
    this.#removeWhere((upload) => upload.id === id && !isOpen(upload));
  }

  /** Removes every finished upload from the list. */
  dismissAll(): void {
    this.#removeWhere((upload) => !isOpen(upload));
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

  #removeWhere(chosen: (upload: Upload) => boolean): void {
    const removed = this.#uploads.filter(chosen);
    for (const { id } of removed) {
      this.#jobs.get(id)?.stop();
      this.#jobs.delete(id);
    }
    if (removed.length > 0) this.#replace(this.#uploads.filter((upload) => !chosen(upload)));
  }

  #setState(id: string, state: UploadState): void {
    this.#replace(
      this.#uploads.map((upload) => (upload.id === id ? { ...upload, state } : upload)),
    );
  }

  /** Sets the list, starts waiting uploads while there is room, and notifies the listeners. */
  #replace(uploads: readonly Upload[]): void {
    // a postponed upload keeps its slot: the server would postpone the others as well
    const running = uploads.filter((upload) => isOpen(upload) && upload.state.kind !== "waiting");
    const free = Math.max(0, MAX_CONCURRENT - running.length);
    const starting = uploads.filter((upload) => upload.state.kind === "waiting").slice(0, free);
    const ids = new Set(starting.map((upload) => upload.id));
    this.#uploads = uploads.map((upload) =>
      ids.has(upload.id) ? { ...upload, state: { kind: "sending", percent: 0 } } : upload,
    );
    for (const id of ids) this.#send(id);
    if (this.#uploads.some(isOpen)) window.addEventListener("beforeunload", confirmLeaving);
    else window.removeEventListener("beforeunload", confirmLeaving);
    for (const listener of this.#listeners) listener();
  }

  #send(id: string): void {
    const job = this.#jobs.get(id);
    if (job === undefined) return;
    job.stop = sendFile(job.file, job.key, {
      onProgress: (percent) => this.#setState(id, { kind: "sending", percent }),
      onSent: () => this.#setState(id, { kind: "processing", since: Date.now() }),
      onAccepted: (document, alreadyThere) => {
        this.#jobs.delete(id);
        this.#setState(
          id,
          isUnfinished(document)
            ? { kind: "accepted", document }
            : { kind: "done", document, alreadyThere },
        );
        for (const listener of this.#doneListeners) listener(document);
      },
      onRefused: (error) => this.#refuse(id, job, error),
      onConnectionError: () => void this.#handleConnectionError(id, job),
    });
  }

  #refuse(id: string, job: Job, error: RequestRefused): void {
    if ((error.status === 429 || error.status === 503) && error.retryAfter !== null) {
      this.#postpone(id, job, errorInWords(error), 1000 * Math.max(1, error.retryAfter));
    } else if (error.code === "idempotency_key_reused") {
      // the file has changed since the first attempt, so it is a different upload
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

  async #handleConnectionError(id: string, job: Job): Promise<void> {
    if (await isReadable(job.file)) {
      this.#fail(id, new QuothError(t.uploads.connectionLost, "unreachable"));
    } else {
      this.#setState(id, {
        kind: "failed",
        detail: t.uploads.unreadable,
        code: "file_unreadable",
        retryable: false,
      });
    }
  }

  #fail(id: string, error: QuothError): void {
    const status = error instanceof RequestRefused ? error.status : 0;
    this.#setState(id, {
      kind: "failed",
      detail: errorInWords(error),
      code: error.code,
      retryable: status === 0 || status >= 500 || [408, 409, 429].includes(status),
    });
  }
}

function confirmLeaving(event: BeforeUnloadEvent): void {
  event.preventDefault();
}
