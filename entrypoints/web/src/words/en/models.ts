/** The choice of a model, and what writes the answers. */
export const models = {
  answerBy: "Answer by",
  quotations: "quotations, no language model",
  failedLastTime: (what: string) => `${what}, failed last time`,
  answersBy: (writer: string) => `Answers by ${writer}`,
  chatModel: "a chat model",
  modelOnServer: "a model on the server",
};
