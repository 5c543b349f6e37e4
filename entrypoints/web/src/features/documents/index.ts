/** Documents: adding, listing, reading and deleting them. */

export { DropZone } from "./DropZone";
export { FilePicker } from "./FilePicker";
export { useAddFiles } from "./formats";
export {
  DocumentPage,
  DocumentsPage,
  preloadDocumentPages,
} from "./lazyPages";
export { useDocumentCount } from "./searchableDocuments";
export { UploadList } from "./UploadList";
export { uploads } from "./uploads";
