import type { ReactNode } from "react";
import { counted, number, plural } from "@/words/format";

const documentCount = (count: number) => counted(count, { one: "document", other: "documents" });
const passages = (count: number) => counted(count, { one: "passage", other: "passages" });
const cachedAnswers = (count: number) =>
  counted(count, { one: "cached answer", other: "cached answers" });
const were = (count: number) => plural(count, { one: "was", other: "were" });

/** Documents: their list, the page of one, adding, changing and deleting them. */
export const documents = {
  count: documentCount,
  passages,
  pages: (count: number) => counted(count, { one: "page", other: "pages" }),
  addFolder: "Add a folder",
  addText: "Add a text",
  addTextButton: "Add text",
  addFirst: "Add your first documents",
  addWebAddress: "Add a web address",
  address: "Address",
  addressHint:
    "The server gets this page or file, and nothing that it links to. Add it again later to get its newer version.",
  gettingPage: "Getting the page…",
  text: "Text",
  textHint: "Headings, lists and tables can be written in Markdown.",
  textNameHint: "Without a name, the first line is the name.",
  untitledText: "Text",
  changeWhoMayRead: "Change who may read",
  whoMayReadCollection: "Who may read this collection?",
  whoMayReadDocument: "Who may read this document?",
  whoMayReadHint:
    "Who is in one of these groups, and admins. Without a group, everybody in the workspace. For anybody else it does not exist, and answers that rest on it are withheld, earlier ones, too.",
  everybody: "Everybody in the workspace",
  limitedTo: (groups: ReactNode) => <>limited to {groups}</>,
  addToCollection: "Add to a collection",
  removeFrom: (name: string) => `Remove from ${name}`,
  collectionsSaved: "The collections are saved",
  deleteTitle: "Delete this document?",
  deleteDetails: (name: ReactNode, chunks: number) => (
    <>
      This deletes {name}, its text, its {passages(chunks)} and the cached answers that used it.
      Quoth will no longer answer from it.
    </>
  ),
  alsoAsInBrackets: (names: ReactNode) => <> (also as {names})</>,
  deleteKeeps:
    "Answers in your conversations keep the words that they quoted from it. The file on your disk is not deleted; you can add it again.",
  alreadyDeleted: (name: string) => `${name} was already deleted.`,
  deletedWith: (name: string, chunks: number, answers: number) =>
    `${name} was deleted, along with ${passages(chunks)} and ${cachedAnswers(answers)}.`,
  deleteMany: (count: number) => `Delete ${documentCount(count)}?`,
  andMore: (count: number) => `and ${number(count)} more`,
  deleteManyDetails: (count: number, chunks: number) =>
    plural(count, {
      one: `This deletes its text, ${passages(chunks)} and the cached answers that used it. Answers in your conversations keep the words that they quoted. The file on your disk is not deleted.`,
      other: `This deletes their text, ${passages(chunks)} and the cached answers that used them. Answers in your conversations keep the words that they quoted. The files on your disk are not deleted.`,
    }),
  deletedMany: (count: number, chunks: number, answers: number) =>
    `${documentCount(count)} ${were(count)} deleted, along with ${passages(chunks)} and ${cachedAnswers(answers)}.`,
  copyDigest: "Copy SHA-256",
  alsoAs: "Also as",
  alsoAsNames: (names: ReactNode) => <>also as {names}</>,
  format: "Format",
  /** The name of a format by its media type; null for the server's name, which is English. */
  formatName: (_mediaType: string): string | null => null,
  size: "Size",
  parts: "Parts",
  added: "Added",
  collection: "Collection",
  collections: "Collections",
  tags: "Tags",
  readBy: "Read by",
  allCollections: "All collections",
  allFormats: "All formats",
  state: "State",
  allStates: "All states",
  tagFilter: (tag: ReactNode) => <>Tag: {tag} ×</>,
  tagFilterLabel: (tag: string) => `Tag ${tag}: show all tags`,
  searchByName: "Search by file name",
  deleted: "Document deleted",
  loadingOne: "Loading the document…",
  download: "Download",
  contents: "Contents",
  contentsOfVersion: (version: number) => `Contents of version ${version}`,
  notUsedYet: "Answers do not use this document yet.",
  askAbout: "Ask about this document",
  notFoundTitle: "Document not found",
  notLoaded: "The document could not be loaded",
  status: {
    pending: "Waiting",
    processing: "Processing",
    processed: "Ready",
    failed: "Failed",
    cancelled: "Cancelled",
  },
  select: (name: string) => `Select ${name}`,
  selectListed: (count: number) => `Select the ${number(count)} listed documents`,
  showTag: (tag: string) => `Show only the tag ${tag}`,
  deleteNamed: (name: string) => `Delete ${name}`,
  collectionsAndTags: "Collections and tags",
  loadingMore: "Loading more…",
  isAdded: (name: ReactNode) => <>{name} is added.</>,
  loading: "Loading documents…",
  hint: "Drop files or folders anywhere on this page. You can ask about a file as soon as it is added.",
  whichFiles: "Which files are read",
  formatsRead: (formats: string) => `These are read: ${formats}.`,
  none: "No documents yet",
  noneDetails:
    "Quoth answers questions from the documents that you add here, and quotes its sources. They stay on this server unless it is set up to use others.",
  noneFound: "No documents found. * matches any characters, ? matches one.",
  moreThan: (count: number) => `More than ${documentCount(count)}`,
  languageNow: (language: string) => `The language is now ${language}`,
  details: "Details",
  addDetail: "Add a detail",
  /** What files say of themselves, by its name on the server. */
  metadata: {
    address: "Address",
    author: "Author",
    category: "Category",
    cc: "Cc",
    contributor: "Contributor",
    created: "Created",
    date: "Date",
    description: "Description",
    from: "From",
    keywords: "Keywords",
    language: "Language",
    links: "Links",
    modified: "Modified",
    publisher: "Publisher",
    site: "Website",
    subject: "Subject",
    to: "To",
  },
  detailHint: "Such as author or department.",
  value: "Value",
  collectionsOf: (count: number) => `Collections of ${documentCount(count)}`,
  addToTheCollection: "Add to the collection",
  newCollectionHint: "A new name makes a new collection.",
  newCollection: "New collection",
  renameCollection: "Rename collection",
  deleteCollection: "Delete collection",
  collectionCreated: (name: string) => `The collection ${name} was created.`,
  collectionRenamed: (before: string, name: string) =>
    `The collection ${before} is now called ${name}.`,
  collectionDeleted: (name: string) => `The collection ${name} was deleted. Its documents stay.`,
  deleteCollectionTitle: "Delete this collection?",
  deleteCollectionDetails: (name: ReactNode) => (
    <>
      This deletes the collection {name} alone. Its documents stay: they are still listed, and Quoth
      still answers from them.
    </>
  ),
  emptyCollection:
    "No documents are in this collection. To put some into it, show all collections and tick the documents.",
  removeFromCollection: (name: ReactNode) => <>Remove from {name}</>,
  moved: (count: number, into: string | null, outOf: string | null) => {
    const where = [into && `added to ${into}`, outOf && `removed from ${outOf}`].filter(Boolean);
    return `${documentCount(count)} ${were(count)} ${where.join(" and ")}.`;
  },
  notMoved: (count: number, reason: string) =>
    `${documentCount(count)} stayed as before: ${reason}`,
  selected: "Selected documents",
  selectedCount: (count: number) => `${documentCount(count)} selected`,
  askThese: (count: number) => plural(count, { one: "Ask it", other: "Ask these" }),
  clearSelection: "Clear selection",
  addTag: "Add a tag",
  removeTag: (tag: string) => `Remove the tag ${tag}`,
  tagsOf: (count: number) => `Tags of ${documentCount(count)}`,
  removeATag: "Remove a tag",
  noTag: "No tag",
  tagged: (count: number) => `The tags of ${documentCount(count)} are saved.`,
  tagsSaved: "The tags are saved",
  removeNamed: (name: string) => `Remove ${name}`,
  version: (version: number) => `Version ${version}`,
  versions: (version: number) => `Version ${version}: this one and earlier ones`,
  openVersion: (version: number) => `Open version ${version}`,
  downloadVersion: (version: number) => `Download version ${version}`,
  newerFailed: "A newer version could not be made.",
  stages: {
    waiting: "Waiting for its turn",
    reading: "Reading the file",
    splitting: "Dividing the text",
    embedding: "Preparing for search",
    storing: "Storing",
    other: "Working",
  },
  timeLeft: (time: string) => `${time} left`,
};
