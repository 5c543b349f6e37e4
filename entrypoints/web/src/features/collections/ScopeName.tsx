import type { Within } from "@/api/types";

/** What a question was asked of, if it was not of all documents. */
export function ScopeName({ within }: { within: Within | null }) {
  if (within === null) return null;
  const { collections } = within;
  return (
    <>
      Asked of {collections?.length ? <bdi>{collections.join(", ")}</bdi> : "some documents only"}
    </>
  );
}

/** Returns the scope of a question that is asked of these collections; null for all documents. */
export function askedOf(collections: readonly string[]): Within | null {
  return collections.length > 0 ? { collections: [...collections] } : null;
}
