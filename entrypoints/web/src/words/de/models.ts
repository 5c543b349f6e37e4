import type { Words } from "@/words/all";

export const models: Words["models"] = {
  answerBy: "Antwort von",
  quotations: "Zitate, kein Sprachmodell",
  failedLastTime: (what) => `${what}, zuletzt fehlgeschlagen`,
  answersBy: (writer) => `Antworten von ${writer}`,
  chatModel: "einem Chatmodell",
  modelOnServer: "einem Modell auf dem Server",
};
