/** A fake XMLHttpRequest for uploads. */

import { vi } from "vitest";

/** A request whose progress and response the test controls. */
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

/** Replaces the global XMLHttpRequest by `FakeXhr`. */
export function stubXhr(): void {
  FakeXhr.sent = [];
  vi.stubGlobal("XMLHttpRequest", FakeXhr);
}
