/** Short names for the wire types, which are generated from the server's OpenAPI description. */

import type { components } from "./schema.ts";

type Schemas = components["schemas"];

export type Problem = Schemas["Problem"];
export type Document = Schemas["DocumentView"];
export type DocumentSort = Schemas["DocumentSort"];
/** A document after an upload. */
export type Uploaded = Document & {
  /** False if the same bytes were stored before. */
  created: boolean;
};
/** A document under a stable name. */
export type Put = Schemas["PutView"];
export type DocumentChanges = Schemas["DocumentChangesBody"];
/** Which documents are meant. All conditions that are given have to hold. */
export type Within = Partial<Schemas["Within"]>;
export type SearchMode = Schemas["SearchMode"];
export type Found = Schemas["SearchView"];
export type Passage = Schemas["PassageView"];
export type Collection = Schemas["CollectionView"];
export type Job = Schemas["JobView"];
export type JobState = Schemas["JobState"];
export type DocumentStatus = Schemas["DocumentStatus"];
/** How far the work on a document is. */
export type DocumentProgress = Schemas["ProgressEvent"];
/** The events of the work on a document. The last one is either `done` or `error`. */
export type DocumentEvent =
  | DocumentProgress
  | Schemas["DocumentDoneEvent"]
  | Schemas["DocumentErrorEvent"];
export type Model = Schemas["ModelView"];
export type FailedModel = Schemas["FailedModelView"];
export type FileFormat = Schemas["FormatView"];
export type Chunk = Schemas["ChunkView"];
export type Removal = Schemas["RemovalView"];
export type Deletion = Schemas["ListedDeletionView"];
export type SessionCreated = Schemas["SessionCreated"];
export type Session = Schemas["SessionView"];
/** A session in a list; `hit` is where a text that was searched for stands in it. */
export type ListedSession = Schemas["ListedSessionView"];
export type Feedback = Schemas["FeedbackView"];
export type Verdict = Schemas["Verdict"];
export type Conversation = Schemas["ConversationView"];
export type Message = Schemas["MessageView"];
export type Source = Schemas["SourceView"];
export type Citation = Schemas["CitationView"];
export type Marker = Schemas["MarkerView"];
export type Sentence = Schemas["SentenceView"];
export type FinishReason = Schemas["FinishReason"];
export type TextFormat = Schemas["TextFormat"];
export type AbstentionReason = Schemas["AbstentionReason"];
export type Timings = Schemas["TimingsView"];
export type Health = Schemas["HealthView"];
export type Usage = Schemas["UsageView"];
/** What one model was used for on one day (UTC). What is unknown is null. */
export type DailyUsage = Schemas["DailyUsageView"];
export type UsageOfModels = Schemas["UsageListView"];
export type Retrieval = Schemas["RetrievalView"];
export type Considered = Schemas["ConsideredView"];
export type DropReason = Schemas["DropReason"];
export type StageScore = Schemas["StageView"];

/** The events of an answer's stream. The last one is either `done` or `error`. */
export type AnswerEvent =
  | Schemas["StartEvent"]
  | Schemas["SourcesEvent"]
  | Schemas["ContentEvent"]
  | Schemas["CitationEvent"]
  | Schemas["DoneEvent"]
  | Schemas["ErrorEvent"];

/** An event with its number in its stream, from 1. */
export type Numbered<Event> = Event & { id: number };
