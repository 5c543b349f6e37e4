/** Builders of documents. */

import type { Document } from "@/api/types";

export function documentNamed(filename: string, facts: Partial<Document> = {}): Document {
  return {
    document_id: `id-of-${filename}`,
    filename,
    names: [filename],
    file_size: 1_400,
    status: "processed",
    total_chunks: 3,
    processing_time: "0.42s",
    uploaded_at: "2026-03-12T10:00:00Z",
    content_sha256: "0123456789abcdef".repeat(4),
    error_message: null,
    error_code: null,
    language: "en",
    notes: [],
    metadata: {},
    given_metadata: {},
    media_type: "text/markdown",
    title: null,
    pages: null,
    version: 1,
    external_id: null,
    collections: [],
    limited_to: [],
    ...facts,
  };
}
