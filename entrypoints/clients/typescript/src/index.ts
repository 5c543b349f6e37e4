/**
 * A client of Quoth: questions, searches and documents of a running server.
 *
 *     const quoth = new Quoth({ server: "http://127.0.0.1:8000" });
 *     for await (const event of quoth.ask("How hot is green tea brewed?")) …
 */

export { type Answer, answerFrom } from "./answers.ts";
export { codePointLength, sliceByCodePoints, toIndex } from "./codePoints.ts";
export type { Collections } from "./collections.ts";
export type { DocumentFilter, Documents, UploadedFile, UploadOptions } from "./documents.ts";
export * from "./errors.ts";
export { type CallOptions, type Options, unwrap } from "./http.ts";
export { newIdempotencyKey } from "./idempotencyKey.ts";
export { type AskOptions, Quoth, type SearchOptions, type UsageOptions } from "./quoth.ts";
export { type Failure, never, type Retries, type RetryPolicy, retries } from "./retries.ts";
export type { paths } from "./schema.ts";
export type { Sessions } from "./sessions.ts";
export type * from "./types.ts";
