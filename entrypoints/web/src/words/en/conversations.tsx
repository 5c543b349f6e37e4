import type { ReactNode } from "react";
import { counted, number, plural } from "@/words/format";

const files = (count: number) => counted(count, { one: "file", other: "files" });

/** Conversations: their list, the page of one, and what a newcomer sees. */
export const conversations = {
  conversation: "Conversation",
  title: "Conversations",
  search: "Search conversations",
  pinned: "Pinned",
  none: "No conversations yet. Ask a question to start one.",
  noResults: (words: string) => `No results for “${words}”.`,
  loading: "Loading",
  untitled: "New conversation",
  menuOf: (title: string) => `Pin, rename or delete “${title}”`,
  pin: "Pin",
  unpin: "Unpin",
  rename: "Rename",
  titleField: "Title",
  saveTitle: "Save title",
  leaveTitle: "Leave title as it was",
  deleteTitle: "Delete this conversation?",
  deleteDetails: (title: ReactNode) => (
    <>“{title}” and its answers will be deleted permanently. Your documents are not affected.</>
  ),
  saveOrPrint: "Save or print conversation",
  saveAsMarkdown: "Save as Markdown",
  saveAsWebPage: "Save as web page",
  print: "Print or save as PDF",
  loadingOne: "Loading the conversation…",
  notFound: "Conversation not found",
  notLoaded: "The conversation could not be loaded",
  askNew: "Ask a new question",
  messages: "Questions and answers",
  jumpToLatest: "Jump to latest",
  question: (index: number) => `Question ${index}`,
  askedOf: (scope: ReactNode) => <>Asked of {scope}</>,
  editQuestion: "Edit question",
  copyQuestion: "Copy question",
  goodAnswer: "Good answer",
  badAnswer: "Bad answer",
  sayMore: "Say more",
  feedbackSaved: "Your feedback is saved.",
  markedGood: "Marked as good",
  markedBad: "Marked as bad",
  wrongQuotations: (count: number) =>
    counted(count, { one: "quotation is wrong", other: "quotations are wrong" }),
  whichQuotations: "Which quotations do not support the answer?",
  betterAnswer: "What would be a better answer?",
  wrongQuotation: "Wrong quotation",
  yourQuestion: "Your question",
  askYourDocuments: "Ask your documents",
  send: "Send",
  tooLong: (excess: number, limit: number) =>
    `The question is ${number(excess)} ${plural(excess, {
      one: "character",
      other: "characters",
    })} too long. The limit is ${number(limit)}.`,
  stopWithKey: "Stop (Esc)",
  sendLater: "Esc stops the answer. You can send the next question when it is complete.",
  keys: "Press Enter to send, Shift+Enter for a new line.",
  editing: "Editing a question. The new answer will appear below; the earlier one stays.",
  busy: "An answer is being written. Wait for it or stop it, then ask again.",
  adding: (count: number) => `Adding ${files(count)}.`,
  seeProgress: "See progress",
  stoppedUnsent: "You stopped this question before it was sent.",
  copySelected: "Selected. Copy it with your keyboard.",
  copyText: (text: string) => `Copy ${text}`,
  welcome: "Ask your own documents",
  welcomeDetails:
    "Every answer quotes its source, word for word, and a click shows the words in the document.",
  leaving: {
    nothing: "Nothing leaves the machine that Quoth runs on.",
    questions:
      "The question, its conversation and the passages found for it are sent to the chat model.",
    documents:
      "Documents and questions are also sent to other machines, which this Quoth works with.",
  },
  steps: {
    add: "Add a document.",
    addDetails: "A PDF, a Word file, a web page, a mail, a text: most files with words in them.",
    ask: "Ask a question.",
    askDetails: "In your own words, as you would ask someone who has read the document.",
    check: "Check the quotation.",
    checkDetails: "Click a number in the answer to see the quoted words in the document.",
  },
  dropHere: "Drop files or folders here, or choose them.",
  loadManual: "Load Quoth's manual",
  tryManual: "No file at hand? Try Quoth with its own manual.",
  manualNotLoaded: "The manual could not be loaded. Check that Quoth is running and try again.",
  examples: "Questions that your documents answer",
  noChatModel: "Answers are quotations: no chat model is set up. How to set one up",
  noChatModelDetails:
    "Quoth answers with sentences from your documents, word for word. Ask for facts that a document states in one sentence.",
  setUpChatModel: (file: ReactNode) => (
    <>
      To get answers written by a chat model, add this line with your Groq key to a file named{" "}
      {file} in the folder where you start Quoth, and restart Quoth. Each question, the history of
      its conversation and the passages found for it are then sent to Groq.
    </>
  ),
  quotationsOfAnswer: "Quotations of the answer",
  previousQuotation: "Previous quotation",
  previousQuotationKey: "Previous quotation ([)",
  nextQuotation: "Next quotation",
  nextQuotationKey: "Next quotation (])",
  stepOf: (index: number, count: number) => `${number(index)} of ${number(count)}`,
  panelWidth: "Width of the panel",
  panelWidthHint: "Drag to change the width; double-click to reset it",
  back: "Back",
  openItsPage: "Open its page",
  panelFailed: (message: string) => `This panel ran into an error: ${message}`,
};
