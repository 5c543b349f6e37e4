/** Stand-ins, for tests, of what uploads and long lists need of a browser. */

import axe from "axe-core";
import { vi } from "vitest";
import type { Document } from "@/api/types";

export function documentNamed(filename: string, facts: Partial<Document> = {}): Document {
  return {
    document_id: `id-of-${filename}`,
    filename,
    file_size: 1_400,
    status: "processed",
    total_chunks: 3,
    processing_time: "0.42s",
    uploaded_at: "2026-03-12T10:00:00Z",
    content_sha256: "0123456789abcdef".repeat(4),
    error_message: null,
    ...facts,
  };
}

/** Lets sizes be observed, and never change. */
export function stubResizeObserver(): void {
  vi.stubGlobal(
    "ResizeObserver",
    class {
      observe() {}
      unobserve() {}
      disconnect() {}
    },
  );
}

/** Returns what axe-core finds on the page, leaving out rules that need pixels or a whole page. */
export async function accessibilityViolations() {
  const off = { enabled: false };
  const rules = { region: off, "color-contrast": off, "label-content-name-mismatch": off };
  return (await axe.run(document.body, { rules })).violations;
}

/** A request of which a test says how far it is and what comes back. */
export class FakeXhr {
  static sent: FakeXhr[] = [];

  upload: {
    onprogress?: ((event: Partial<ProgressEvent>) => void) | null;
    onload?: (() => void) | null;
  } = {};
  onload: (() => void) | null = null;
  onerror: (() => void) | null = null;
  readonly headers = new Map<string, string>();
  status = 0;
  responseText = "";
  aborted = false;
  name = "";
  #answerHeaders = new Map<string, string>();

  open(): void {}

  setRequestHeader(name: string, value: string): void {
    this.headers.set(name, value);
  }

  getResponseHeader(name: string): string | null {
    return this.#answerHeaders.get(name) ?? null;
  }

  send(form: FormData): void {
    const file = form.get("file");
    if (file instanceof File) this.name = file.name;
    FakeXhr.sent.push(this);
  }

  abort(): void {
    this.aborted = true;
  }

  respond(status: number, body: unknown, headers: Record<string, string> = {}): void {
    this.status = status;
    this.responseText = typeof body === "string" ? body : JSON.stringify(body);
    this.#answerHeaders = new Map(Object.entries(headers));
    this.onload?.();
  }
}

/** Puts `FakeXhr` in the place of the browser's. */
export function stubXhr(): void {
  FakeXhr.sent = [];
  vi.stubGlobal("XMLHttpRequest", FakeXhr);
}
