import type { ReactNode } from "react";
import { counted, number, percent, plural } from "@/words/format";

const documents = (count: number) => counted(count, { one: "document", other: "documents" });

/** An answer: its text, its sources and what can be done with it. */
export const answer = {
  name: "Answer",
  beingWritten: "Answer is being written",
  sourceCount: (count: number) => counted(count, { one: "source", other: "sources" }),
  sourcesIn: (sources: number, inDocuments: number) =>
    `${number(sources)} sources in ${documents(inDocuments)}`,
  passagesRead: (count: number) =>
    counted(count, { one: "passage was read", other: "passages were read" }),
  morePassagesRead: (count: number) =>
    counted(count, { one: "more passage was read", other: "more passages were read" }),
  otherPassages: "Other passages",
  showNearest: (count: number) =>
    count === 1 ? "Show the nearest passage" : `Show the ${number(count)} nearest passages`,
  nearest: "Nearest passages",
  deletedSince: "Deleted since",
  openPassage: "Open passage",
  readDeletedPassage: "Read deleted passage",
  openSource: (source: number) => `Open source ${source}`,
  readDeletedSource: (source: number) => `Read passage of deleted source ${source}`,
  furtherQuotation: (name: string, quotation: number) => `${name}, quotation ${quotation}`,
  read: "Read",
  open: "Open",
  askAgain: "Ask again",
  cached: "Cached",
  tryingToSend: "Trying to send the question…",
  reconnecting: "Connection lost. Reconnecting…",
  reading: (count: number) => `Reading ${counted(count, { one: "passage", other: "passages" })}…`,
  answerWithQuotations: "Answer with quotations instead",
  quotedOnly: "Quoted from your documents, no language model",
  answeredBy: (model: ReactNode) => <>Answered by {model}</>,
  didNotAnswer: (model: ReactNode, reason: string) => (
    <>
      {model} did not answer. {reason}
    </>
  ),
  soQuoted: "So the answer quotes your documents, without a language model.",
  soAnswered: (model: ReactNode) => <>So {model} answered.</>,
  standing: {
    verified: "verified",
    unverified: "not verified",
    gone: "document deleted",
    unverifiedGone: "not verified, document deleted",
    checking: "being checked",
    unsupported: "no quotation found",
  },
  standingExplained: {
    verified: "Verified: these exact words are in the document",
    unverified: "Not verified: these words were not found in the document",
    gone: "The document has been deleted since. The answer keeps the passage",
    unverifiedGone: "Not verified, and the document has been deleted since",
    checking: "Checking the passage for supporting words",
    unsupported: "The answer names this passage, but no supporting words were found in it",
  },
  mark: (source: number, standing: string, place: string) =>
    `Source ${source}, ${standing}: ${place}`,
  /** As the server says it. */
  abstained: {
    no_documents: "There are no documents to answer from yet.",
    nothing_relevant: "The documents do not contain this information.",
    not_answered_by_passages: "The documents do not contain this information.",
  },
  copyCode: "Copy code",
  copyAs: "Copy as…",
  copyAsMarkdown: "Copy as Markdown with citations",
  copyWords: "Copy words only",
  askOtherwise: "Ask in other words",
  lightNumbers: "A number in light type names a source in which no quotation was found.",
  whatMarksMean: "What the marks mean",
  marks: {
    verified: "Verified: the document has exactly these words. Open it to read them there.",
    unverified: "Not verified: the document does not have these words.",
    unsupported: "The answer names this source, but no words in it support the sentence.",
    gone: "The document has been deleted since. The answer keeps the passage.",
  },
  sampleWords: "words",
  noSource: "no source",
  sentenceUnsupported:
    "No verified quotation supports this sentence. Check it before you rely on it.",
  footnote: (words: string, place: string, standing: string) =>
    `"${words}" — ${place} (${standing})`,
  namedOnly: (place: string) => `${place} (named by the answer, no quotation found)`,
  characters: (start: number, end: number) => `characters ${start}–${end}`,
  maybeNotSent:
    "This question may not have been sent, because the server is not responding. Try again: it is asked only once.",
  maybeWriting:
    "The connection to the server was lost. The answer may be being written. Try again to read it: the question is asked only once.",
  stillWriting:
    "The connection to the server was lost. The answer is still being written and will be saved. Try again to read it.",
  withheld: "This answer rests on documents that you may not read.",
  stopped: "You stopped this answer. The text so far is saved.",
  stoppedEmpty: "You stopped this answer before anything was written.",
  tooLong:
    "The answer reached the maximum length and ends here. Ask for the rest, or ask a narrower question.",
  interrupted:
    "The server stopped while it was writing this answer. The text so far is saved. Ask again.",
  interruptedEmpty:
    "The server stopped while it was writing this answer. Nothing was written. Ask again.",
  cutOff: "This answer was cut off. The text so far is saved. Ask again.",
  cutOffEmpty: "This answer was cut off. Nothing was written. Ask again.",
  quotedDeleted: (count: number) =>
    `${counted(count, {
      one: "quoted document has",
      other: "quoted documents have",
    })} been deleted since.`,
  noneSupported: "No sentence is supported by a verified quotation.",
  allSupported: "Every sentence is supported by a verified quotation.",
  someSupported: (supported: number, sentences: number) =>
    `${number(supported)} of ${number(sentences)} sentences ${plural(supported, {
      one: "is",
      other: "are",
    })} supported by a verified quotation.`,
  shareSupported: (share: number) =>
    `${percent(share)} of the sentences are supported by a verified quotation.`,
  trust: {
    checking: "Checking each sentence…",
    unchecked: "Not checked to its end",
    plain: "Nothing to check in it",
    noDocuments: "No documents yet",
    noAnswer: "No answer found",
    all: "Every sentence verified",
    none: "No sentence verified",
    some: (supported: number, sentences: number) =>
      `${number(supported)} of ${number(sentences)} sentences verified`,
    share: (share: number) => `${percent(share)} of the sentences verified`,
    deletedSince: (words: string, count: number) => `${words}, ${documents(count)} deleted since`,
  },
};
