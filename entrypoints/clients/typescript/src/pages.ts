/** Lists, which the server returns page by page. */

/** A page of a list. `next_cursor` leads to the next one, and is null on the last. */
export interface Page<Item> {
  items: Item[];
  next_cursor: string | null;
}

/** The most items that the server puts on a page. */
export const PAGE = 200;

/** Yields the items of all pages. */
export async function* pages<Item>(
  read: (cursor: { cursor?: string }) => Promise<Page<Item>>,
): AsyncGenerator<Item> {
  let page = await read({});
  yield* page.items;
  while (page.next_cursor !== null) {
    page = await read({ cursor: page.next_cursor });
    yield* page.items;
  }
}
