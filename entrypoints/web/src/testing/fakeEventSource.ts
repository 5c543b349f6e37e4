/** A stand-in for EventSource, which jsdom lacks. */

import { vi } from "vitest";

export class FakeEventSource {
  /** Those that were opened since `stubEventSource`. */
  static opened: FakeEventSource[] = [];
  static readonly CLOSED = 2;
  onmessage: ((message: { data: string }) => void) | null = null;
  onerror: (() => void) | null = null;
  readyState = 1;
  closed = false;

  constructor(readonly url: string) {
    FakeEventSource.opened.push(this);
  }

  send(event: object): void {
    this.onmessage?.({ data: JSON.stringify(event) });
  }

  /** Fails as a browser does: with a response that is no stream, it is not tried again. */
  fail(isForGood: boolean): void {
    this.readyState = isForGood ? FakeEventSource.CLOSED : 0;
    this.onerror?.();
  }

  close(): void {
    this.closed = true;
  }
}

/** Replaces the browser's EventSource until `vi.unstubAllGlobals`. */
export function stubEventSource(): void {
  FakeEventSource.opened = [];
  vi.stubGlobal("EventSource", FakeEventSource);
}
