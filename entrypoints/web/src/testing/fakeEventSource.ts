/** A stand-in for EventSource, which jsdom lacks. */

import { vi } from "vitest";

export class FakeEventSource {
  /** Those that were opened since `stubEventSource`. */
  static opened: FakeEventSource[] = [];
  onmessage: ((message: { data: string }) => void) | null = null;
  closed = false;

  constructor(readonly url: string) {
    FakeEventSource.opened.push(this);
  }

  send(event: object): void {
    this.onmessage?.({ data: JSON.stringify(event) });
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
