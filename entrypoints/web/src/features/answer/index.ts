/** Answers: following an answer while it is written, and showing it with its citations. */

export { AnswerView } from "./AnswerView";
export { type Answer, EMPTY_ANSWER, isOpen } from "./answer";
export { fromMessage } from "./fromMessage";
export { type LiveAnswer, liveAnswers, useEarlierAnswers, useLiveAnswer } from "./liveAnswers";
export { type SourceNumbers, sourceNumbers } from "./sourceNumbers";
