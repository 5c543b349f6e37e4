import { number } from "@/words/format";

/** What the language models were used for. */
export const usage = {
  period: "Period",
  lastYear: "Last 12 months",
  lastDays: (count: number) => `Last ${number(count)} days`,
  hint: "What the language models read and wrote, for answers and to understand follow-up questions. Days are in UTC, and costs in the currency of the prices that the models have in the settings.",
  loading: "Loading usage…",
  none: "No language model was used in this time. Answers that only quote your documents, and searches, need none.",
  byModel: "By model",
  byDay: "By day",
  usageByModel: "Usage by model",
  usageByDay: "Usage by day",
  model: "Model",
  dayAndModel: "Day and model",
  all: "All",
  calls: "Calls",
  tokensRead: "Tokens read",
  tokensWritten: "Tokens written",
  cost: "Cost",
  unknown: "unknown",
  lessThan: (amount: string) => `less than ${amount}`,
};
