/** Short names for the wire types, which are generated from the server's OpenAPI description. */

import type { components } from "./schema";

type Schemas = components["schemas"];

export type Problem = Schemas["Problem"];
export type Document = Schemas["DocumentView"];
export type DocumentChanges = Schemas["DocumentChangesBody"];
export type Within = Partial<Schemas["Within"]>;
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
export type Session = Schemas["SessionView"];
export type Conversation = Schemas["ConversationView"];
export type Message = Schemas["MessageView"];
export type Source = Schemas["SourceView"];
export type Citation = Schemas["CitationView"];
export type Marker = Schemas["MarkerView"];
export type FinishReason = Schemas["FinishReason"];
export type TextFormat = Schemas["TextFormat"];
export type AbstentionReason = Schemas["AbstentionReason"];
export type Timings = Schemas["TimingsView"];
export type Health = Schemas["HealthView"];
export type Usage = Schemas["UsageView"];
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
