/** What shows documents, loaded when it is first shown: most visits only ask. */

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
