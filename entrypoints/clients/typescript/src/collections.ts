import { type CallOptions, type Http, unwrap } from "./http.ts";
import { PAGE, pages } from "./pages.ts";
import type { Collection, Deletion } from "./types.ts";

/** The sets of documents. */
export class Collections {
  readonly #http: Http;

  constructor(http: Http) {
    this.#http = http;
  }

  create(name: string, options: CallOptions = {}): Promise<Collection> {
    const { api } = this.#http;
    return unwrap(api.POST("/api/collection", { body: { name }, ...this.#http.calling(options) }));
  }

  /** Yields the collections in the order of their names. */
  list(options: CallOptions = {}): AsyncGenerator<Collection> {
    return pages((cursor) => {
      const params = { query: { limit: PAGE, ...cursor } };
      const { api } = this.#http;
      return unwrap(api.GET("/api/collection", { params, ...this.#http.calling(options) }));
    });
  }

  get(collectionId: string, options: CallOptions = {}): Promise<Collection> {
    const params = { path: { collection_id: collectionId } };
    const call = { params, ...this.#http.calling(options) };
    return unwrap(this.#http.api.GET("/api/collection/{collection_id}", call));
  }

  rename(collectionId: string, name: string, options: CallOptions = {}): Promise<Collection> {
    const params = { path: { collection_id: collectionId } };
    const call = { params, body: { name }, ...this.#http.calling(options) };
    return unwrap(this.#http.api.PATCH("/api/collection/{collection_id}", call));
  }

  /** Lets only these groups read a collection and its documents, beside admins; everybody without any. */
  limit(
    collectionId: string,
    groups: readonly string[],
    options: CallOptions = {},
  ): Promise<Collection> {
    const params = { path: { collection_id: collectionId } };
    const call = { params, body: { limited_to: [...groups] }, ...this.#http.calling(options) };
    return unwrap(this.#http.api.PATCH("/api/collection/{collection_id}", call));
  }

  /** Deletes a collection. Its documents stay, unless `documents` is true. */
  delete(
    collectionId: string,
    { documents = false, ...options }: { documents?: boolean } & CallOptions = {},
  ): Promise<Deletion> {
    const params = { path: { collection_id: collectionId }, query: { documents } };
    const call = { params, ...this.#http.calling(options) };
    return unwrap(this.#http.api.DELETE("/api/collection/{collection_id}", call));
  }
}
