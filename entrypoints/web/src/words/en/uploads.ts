import { counted, number } from "@/words/format";

const documentCount = (count: number) => counted(count, { one: "document", other: "documents" });
const passages = (count: number) => counted(count, { one: "passage", other: "passages" });
const files = (count: number) => counted(count, { one: "file", other: "files" });

/** Adding files: what can be done anywhere. */
export const uploads = {
  dropToAdd: "Drop files or folders to add them",
  uploads: "Uploads",
  uploading: "Uploading documents",
  retryAll: "Retry all",
  cancelAll: "Cancel all",
  clearFinished: "Clear finished",
  uploadCount: {
    failed: (count: number) => `${number(count)} failed`,
    running: (count: number) => `${number(count)} in progress`,
    waiting: (count: number) => `${number(count)} waiting`,
    done: (count: number) => `${number(count)} added`,
  },
  moreUploads: {
    failed: (count: number) => `and ${number(count)} more failed`,
    running: (count: number) => `and ${number(count)} more in progress`,
    waiting: (count: number) => `and ${number(count)} more waiting`,
    done: (count: number) => `and ${number(count)} more added`,
  },
  addedCount: (count: number) => `${documentCount(count)} added.`,
  failedCount: (count: number, name: string, detail: string) =>
    `${files(count)} could not be added. ${name}: ${detail}`,
  uploadingNamed: (name: string) => `Uploading ${name}`,
  preparingNamed: (name: string) => `Preparing ${name}`,
  cancelNamed: (name: string) => `Cancel ${name}`,
  tryAgainNamed: (name: string) => `Try again: ${name}`,
  dismissNamed: (name: string) => `Dismiss ${name}`,
  sending: (percent: string) => `Uploading, ${percent}`,
  preparing: (time: string) => `Uploaded. Preparing for search, ${time} so far`,
  retryingIn: (detail: string, time: string) => `${detail} Retrying in ${time}.`,
  accepted: "Uploaded. It is prepared for search, also when this page is closed",
  addedWith: (chunks: number) => `Added, ${passages(chunks)}`,
  alreadyAdded: "Already added",
  alreadyAddedAs: (name: string) => `Already added as ${name}`,
  notRead: (kind: string) =>
    `Not uploaded: files of this kind (${kind}) are not read. The page “Documents” lists the kinds that are.`,
  emptyFile: "Not uploaded: the file is empty.",
  connectionLost: "The connection to the server was lost. Try again: the file is stored only once.",
  unreadable:
    "The file could not be read. It may have been changed, moved or deleted, or it may be a folder. Add it again.",
  bytes: (count: number) => counted(count, { one: "byte", other: "bytes" }),
};
