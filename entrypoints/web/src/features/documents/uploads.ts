import { useSyncExternalStore } from "react";
import { type Upload, UploadStore } from "./uploadStore";

/** The uploads of this visit. */
export const uploads = new UploadStore();

/** Returns all uploads in the order in which they were added. */
export function useUploads(): readonly Upload[] {
  return useSyncExternalStore(uploads.subscribe, uploads.getSnapshot);
}
