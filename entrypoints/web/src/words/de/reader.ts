import type { Words } from "@/words/all";
import { number } from "@/words/format";

export const reader: Words["reader"] = {
  view: "Ansicht",
  text: "Text",
  find: "Im Dokument suchen",
  findWithKey: "Im Dokument suchen (/)",
  textNotLoaded: "Der Text konnte nicht geladen werden",
  previousMatch: "Voriger Treffer",
  nextMatch: "Nächster Treffer",
  stopSearching: "Suche beenden",
  matchOf: (index, count, isMore) =>
    `${number(index)} von ${isMore ? "mehr als " : ""}${number(count)}`,
  placeOf: (count) => `von ${number(count)}`,
  placeUnknown: "Wo das Zitat auf den Seiten steht, ist nicht bekannt. Die Textansicht zeigt es.",
  pagesFailed: {
    missing:
      "Die ursprüngliche Datei ist nicht gespeichert, deshalb lassen sich die Seiten nicht anzeigen. Dies ist der Text.",
    damaged:
      "Die Datei ist beschädigt, deshalb lassen sich die Seiten nicht anzeigen. Dies ist der Text.",
    locked:
      "Die Datei lässt sich nur mit einem Passwort öffnen, deshalb lassen sich die Seiten nicht anzeigen. Dies ist der Text.",
    away: "Die Seiten konnten nicht geladen werden. Dies ist der Text.",
  },
  asQuoted: "Dies ist die Version, die zitiert wurde.",
  earlierVersion: "Dies ist eine frühere Version des Dokuments.",
  replaced: "Das Dokument wurde inzwischen ersetzt.",
  openCurrent: "Aktuelle Version öffnen",
  wordsNotFound:
    "Genau dieser Wortlaut wurde im Dokument nicht gefunden. Die Textstelle, die die Antwort als Quelle nennt, ist mit einem Strich am Rand markiert.",
  passageLabel: (index, tokens) => `Textstelle ${index} · ${tokens} Tokens`,
  line: "Zeile",
  textOfDocument: "Text des Dokuments",
  versionGone: "Die zitierte Version ist nicht mehr gespeichert.",
  earlierGone: "Diese Version ist nicht mehr gespeichert.",
  documentGone: "Dieses Dokument wurde inzwischen gelöscht.",
  wordsNotVerified: "Das Zitat wurde darin nicht bestätigt.",
  keepsUsed: "Die Antwort enthält weiterhin, was sie davon verwendet hat:",
  keepsNamed: "Die Antwort enthält weiterhin die Textstelle, die sie als Quelle nennt:",
  savedPassage: "Gespeicherte Textstelle",
  showAsStored: "Wie gespeichert",
  showPassages: "Textstellen",
  printOriginal: (address) =>
    `Diese Seiten können hier nicht gedruckt werden. Laden Sie das Original herunter und drucken Sie es: ${address}`,
  notLoadedForPrint: "Der Text war beim Drucken noch nicht geladen.",
  loadingText: "Der Text wird geladen …",
  noText: "Dieses Dokument enthält keinen Text.",
  page: "Seite",
  pageNumber: (page) => `Seite ${page}`,
  pagesOfDocument: "Seiten des Dokuments",
  pageNotDrawn: "Diese Seite konnte nicht dargestellt werden. Ihr Text steht in der Textansicht.",
  loadingPages: "Die Seiten werden geladen …",
  quotedHere: "Das Zitat ist auf dieser Seite hervorgehoben.",
  passageHere: "Die Textstelle ist auf dieser Seite mit einem Strich am Rand markiert.",
  zoomOut: "Verkleinern",
  zoomIn: "Vergrößern",
  fitWidth: "An Breite anpassen",
};
