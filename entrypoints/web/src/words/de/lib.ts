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
    "Quoth startet gerade. Der erste Start dauert etwa 20 Sekunden. Danach geht es hier von selbst weiter.",
  away: "Der Server antwortet nicht. Vielleicht startet er neu: Sobald er wieder antwortet, geht es hier von selbst weiter, und Ihre Eingaben sind gespeichert. Antwortet er weiterhin nicht, prüfen Sie, ob Quoth läuft.",
  offline:
    "Dieses Gerät ist offline. Sobald die Verbindung wieder besteht, geht es hier von selbst weiter, und Ihre Eingaben sind gespeichert.",
  updated:
    "Quoth wurde aktualisiert. Laden Sie die Seite neu, um fortzufahren; Ihre Eingaben sind gespeichert.",
  partNotLoaded:
    "Dieser Teil der Seite konnte nicht geladen werden. Laden Sie die Seite neu; Ihre Eingaben sind gespeichert.",
  partAway:
    "Der Server antwortet nicht. Dieser Teil der Seite erscheint, sobald er wieder antwortet.",
  formulasNotLoaded: "Die Formatvorlage für Formeln konnte nicht geladen werden.",
};

export const groups: Words["groups"] = {
  add: "Gruppe hinzufügen",
  remove: (group) => `Die Gruppe ${group} entfernen`,
};
