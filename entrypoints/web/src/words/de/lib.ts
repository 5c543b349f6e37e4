import type { Words } from "@/words/all";

export const places: Words["places"] = {
  page: (page) => `Seite ${page}`,
  slide: (slide) => `Folie ${slide}`,
  sheet: (sheet) => `Blatt ${sheet}`,
  row: (row) => `Zeile ${row}`,
};

export const dates: Words["dates"] = {
  today: "Heute",
  yesterday: "Gestern",
  lastWeek: "Letzte 7 Tage",
  lastMonth: "Letzte 30 Tage",
};

export const server: Words["server"] = {
  starting:
    "Quoth startet gerade. Der erste Start dauert etwa 20 Sekunden. Diese Seite macht von selbst weiter.",
  away: "Der Server antwortet nicht. Vielleicht startet er neu: Diese Seite macht von selbst weiter, wenn er wieder da ist, und Ihre Eingaben sind gespeichert. Bleibt er weg, prüfen Sie, ob Quoth läuft.",
  offline:
    "Dieses Gerät ist offline. Die Seite macht von selbst weiter, wenn die Verbindung wieder da ist, und Ihre Eingaben sind gespeichert.",
  updated:
    "Quoth wurde aktualisiert. Laden Sie die Seite neu, um weiterzumachen; Ihre Eingaben sind gespeichert.",
  partNotLoaded:
    "Dieser Teil der Seite konnte nicht geladen werden. Laden Sie die Seite neu; Ihre Eingaben sind gespeichert.",
  partAway: "Der Server antwortet nicht. Dieser Teil der Seite erscheint, sobald er es tut.",
  formulasNotLoaded: "Die Formatvorlage für Formeln konnte nicht geladen werden.",
};

export const groups: Words["groups"] = {
  add: "Gruppe hinzufügen",
  remove: (group) => `Die Gruppe ${group} entfernen`,
};
