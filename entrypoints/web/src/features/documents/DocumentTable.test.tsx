import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

const { server, show } = await vi.hoisted(() => import("@/testing/pageEnvironment"));

import type { Document } from "@/api/types";
import { documentNamed } from "@/testing/documents";
import { stubResizeObserver } from "@/testing/resizeObserver";
import { DocumentTable } from "./DocumentTable";
import { NEWEST } from "./listing";
import { useSelection } from "./selection";

const MANY = 1_000;
/** The most rows that are drawn, each of which is read for its key and its cells. */
const MOST_READ = 100;

beforeEach(() => {
  stubResizeObserver();
  server.on("GET /api/collection", () => Response.json({ items: [] }));
});

afterEach(() => vi.unstubAllGlobals());

/** Returns documents, and a function that returns which of them were read since its last call. */
function watched(count: number): [readonly Document[], () => Set<number>] {
  let read = new Set<number>();
  const documents = Array.from({ length: count }, (_, index) => {
    const document = documentNamed(`report-${index}.md`);
    return new Proxy(document, {
      get: (target, name, receiver) => {
        read.add(index);
        return Reflect.get(target, name, receiver);
      },
    });
  });
  return [
    documents,
    () => {
      const before = read;
      read = new Set();
      return before;
    },
  ];
}

function Listed({ documents }: { documents: readonly Document[] }) {
  const selection = useSelection();
  const [scroller, setScroller] = useState<HTMLElement | null>(null);
  const [loadingMore, setLoadingMore] = useState(false);
  return (
    <div ref={setScroller}>
      <button type="button" onClick={() => setLoadingMore(true)}>
        Load more
      </button>
      <DocumentTable
        documents={documents}
        sort={NEWEST}
        onSort={() => {}}
        selection={selection}
        scroller={scroller}
        hasMore
        loadingMore={loadingMore}
        onMore={() => {}}
        onDelete={() => {}}
        onTag={() => {}}
      />
    </div>
  );
}

test("drawing the table again reads only the documents in sight", async () => {
  const [documents, readSoFar] = watched(MANY);
  show(<Listed documents={documents} />);
  const more = await screen.findByRole("button", { name: "Load more" });
  expect(readSoFar().size).toBe(MANY);
  await userEvent.click(more);
  expect(screen.getByText("Loading more…")).toBeDefined();
  expect(readSoFar().size).toBeLessThan(MOST_READ);
});
