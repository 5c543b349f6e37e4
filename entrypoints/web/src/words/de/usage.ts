import type { Words } from "@/words/all";
import { number } from "@/words/format";

export const usage: Words["usage"] = {
  period: "Zeitraum",
  lastYear: "Letzte 12 Monate",
  lastDays: (count) => `Letzte ${number(count)} Tage`,
  hint: "Was die Sprachmodelle gelesen und geschrieben haben, für Antworten und um Folgefragen zu verstehen. Die Tage richten sich nach UTC; die Kosten stehen in der Währung, in der die Preise der Modelle angegeben sind.",
  loading: "Der Verbrauch wird geladen …",
  none: "In diesem Zeitraum wurde kein Sprachmodell verwendet. Antworten, die nur Ihre Dokumente zitieren, und Suchen brauchen keines.",
  byModel: "Nach Modell",
  byDay: "Nach Tag",
  usageByModel: "Verbrauch nach Modell",
  usageByDay: "Verbrauch nach Tag",
  model: "Modell",
  dayAndModel: "Tag und Modell",
  all: "Alle",
  calls: "Aufrufe",
  tokensRead: "Gelesene Tokens",
  tokensWritten: "Geschriebene Tokens",
  cost: "Kosten",
  unknown: "unbekannt",
  lessThan: (amount) => `weniger als ${amount}`,
};
