/** The pages of documents, loaded on first use because most visits only ask questions. */

import { lazy } from "react";

export const DocumentsPage = lazy(async () => ({
  default: (await import("./DocumentsPage")).DocumentsPage,
}));

export const DocumentPage = lazy(async () => ({
  default: (await import("./DocumentPage")).DocumentPage,
}));

export const DocumentReader = lazy(async () => ({
  default: (await import("./DocumentReader")).DocumentReader,
}));
