import type { Words } from "@/words/all";
import { number } from "@/words/format";

export const usage: Words["usage"] = {
  period: "Zeitraum",
  lastYear: "Letztes Jahr",
  lastDays: (count) => `Letzte ${number(count)} Tage`,
  hint: "Was die Sprachmodelle gelesen und geschrieben haben, für Antworten und um Folgefragen zu verstehen. Tage zählen in UTC, Kosten in der Währung der Preise, die die Modelle in den Einstellungen haben.",
  loading: "Der Verbrauch wird geladen …",
  none: "In dieser Zeit wurde kein Sprachmodell verwendet. Antworten, die nur Ihre Dokumente zitieren, und Suchen brauchen keines.",
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
