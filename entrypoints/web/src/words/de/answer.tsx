import type { Words } from "@/words/all";
import { counted, number, percent, plural } from "@/words/format";

export const answer: Words["answer"] = {
  name: "Antwort",
  beingWritten: "Die Antwort wird geschrieben",
  sourceCount: (count) => counted(count, { one: "Quelle", other: "Quellen" }),
  sourcesIn: (sources, inDocuments) =>
    `${number(sources)} Quellen in ${counted(inDocuments, {
      one: "Dokument",
      other: "Dokumenten",
    })}`,
  passagesRead: (count) =>
    counted(count, { one: "Textstelle wurde gelesen", other: "Textstellen wurden gelesen" }),
  morePassagesRead: (count) =>
    counted(count, {
      one: "weitere Textstelle wurde gelesen",
      other: "weitere Textstellen wurden gelesen",
    }),
  otherPassages: "Weitere Textstellen",
  showNearest: (count) =>
    count === 1
      ? "Die nächstliegende Textstelle anzeigen"
      : `Die ${number(count)} nächstliegenden Textstellen anzeigen`,
  nearest: "Nächstliegende Textstellen",
  deletedSince: "Inzwischen gelöscht",
  openPassage: "Textstelle öffnen",
  readDeletedPassage: "Gelöschte Textstelle lesen",
  openSource: (source) => `Quelle ${source} öffnen`,
  readDeletedSource: (source) => `Textstelle der gelöschten Quelle ${source} lesen`,
  furtherQuotation: (name, quotation) => `${name}, Zitat ${quotation}`,
  read: "Lesen",
  open: "Öffnen",
  askAgain: "Erneut fragen",
  cached: "Aus dem Zwischenspeicher",
  tryingToSend: "Die Frage wird gesendet …",
  reconnecting: "Die Verbindung ist abgebrochen und wird wiederhergestellt …",
  reading: (count) =>
    plural(count, {
      one: "1 Textstelle wird gelesen …",
      other: `${number(count)} Textstellen werden gelesen …`,
    }),
  answerWithQuotations: "Stattdessen mit Zitaten antworten",
  quotedOnly: "Aus Ihren Dokumenten zitiert, ohne Sprachmodell",
  answeredBy: (model) => <>Beantwortet von {model}</>,
  didNotAnswer: (model, reason) => (
    <>
      {model} hat nicht geantwortet. {reason}
    </>
  ),
  soQuoted: "Deshalb zitiert die Antwort Ihre Dokumente, ohne Sprachmodell.",
  soAnswered: (model) => <>Deshalb hat {model} geantwortet.</>,
  standing: {
    verified: "bestätigt",
    unverified: "nicht bestätigt",
    gone: "Dokument gelöscht",
    unverifiedGone: "nicht bestätigt, Dokument gelöscht",
    checking: "wird geprüft",
    unsupported: "kein Zitat gefunden",
  },
  standingExplained: {
    verified: "Bestätigt: Genau dieser Wortlaut steht im Dokument",
    unverified: "Nicht bestätigt: Dieser Wortlaut wurde im Dokument nicht gefunden",
    gone: "Das Dokument wurde inzwischen gelöscht. Die Antwort enthält die Textstelle weiterhin",
    unverifiedGone: "Nicht bestätigt, und das Dokument wurde inzwischen gelöscht",
    checking: "In der Textstelle wird ein Beleg gesucht",
    unsupported: "Die Antwort nennt diese Textstelle, aber darin wurde kein Beleg gefunden",
  },
  mark: (source, standing, place) => `Quelle ${source}, ${standing}: ${place}`,
  abstained: {
    no_documents: "Es gibt noch keine Dokumente, aus denen geantwortet werden kann.",
    nothing_relevant: "Die Dokumente enthalten diese Information nicht.",
    not_answered_by_passages: "Die Dokumente enthalten diese Information nicht.",
  },
  copyCode: "Code kopieren",
  copyAs: "Kopieren als …",
  copyAsMarkdown: "Als Markdown mit Quellenangaben kopieren",
  copyWords: "Nur den Text kopieren",
  askOtherwise: "Anders fragen",
  lightNumbers: "Eine graue Zahl nennt eine Quelle, in der kein Zitat gefunden wurde.",
  whatMarksMean: "Was die Markierungen bedeuten",
  marks: {
    verified:
      "Bestätigt: Im Dokument steht genau dieser Wortlaut. Öffnen Sie es, um ihn dort zu lesen.",
    unverified: "Nicht bestätigt: Im Dokument steht dieser Wortlaut nicht.",
    unsupported: "Die Antwort nennt diese Quelle, aber nichts darin belegt den Satz.",
    gone: "Das Dokument wurde inzwischen gelöscht. Die Antwort enthält die Textstelle weiterhin.",
  },
  sampleWords: "Text",
  noSource: "keine Quelle",
  sentenceUnsupported:
    "Kein bestätigtes Zitat belegt diesen Satz. Prüfen Sie ihn, bevor Sie sich darauf verlassen.",
  footnote: (words, place, standing) => `„${words}“ – ${place} (${standing})`,
  namedOnly: (place) => `${place} (von der Antwort genannt, kein Zitat gefunden)`,
  characters: (start, end) => `Zeichen ${start}–${end}`,
  maybeNotSent:
    "Diese Frage wurde vielleicht nicht gesendet, weil der Server nicht antwortet. Versuchen Sie es erneut: Sie wird nur einmal gestellt.",
  maybeWriting:
    "Die Verbindung zum Server ist abgebrochen. Vielleicht wird die Antwort gerade geschrieben. Versuchen Sie es erneut, um sie zu lesen: Die Frage wird nur einmal gestellt.",
  stillWriting:
    "Die Verbindung zum Server ist abgebrochen. Die Antwort wird noch geschrieben und gespeichert. Versuchen Sie es erneut, um sie zu lesen.",
  withheld: "Diese Antwort beruht auf Dokumenten, die Sie nicht lesen dürfen.",
  stopped: "Sie haben diese Antwort gestoppt. Der bisherige Text ist gespeichert.",
  stoppedEmpty: "Sie haben diese Antwort gestoppt, bevor etwas geschrieben wurde.",
  tooLong:
    "Die Antwort hat die Höchstlänge erreicht und endet hier. Fragen Sie nach dem Rest, oder stellen Sie eine engere Frage.",
  interrupted:
    "Der Server wurde beendet, während er diese Antwort schrieb. Der bisherige Text ist gespeichert. Fragen Sie erneut.",
  interruptedEmpty:
    "Der Server wurde beendet, während er diese Antwort schrieb. Es wurde nichts geschrieben. Fragen Sie erneut.",
  cutOff: "Diese Antwort wurde abgebrochen. Der bisherige Text ist gespeichert. Fragen Sie erneut.",
  cutOffEmpty: "Diese Antwort wurde abgebrochen. Es wurde nichts geschrieben. Fragen Sie erneut.",
  quotedDeleted: (count) =>
    `${counted(count, {
      one: "zitiertes Dokument wurde",
      other: "zitierte Dokumente wurden",
    })} inzwischen gelöscht.`,
  noneSupported: "Kein Satz ist durch ein bestätigtes Zitat belegt.",
  allSupported: "Jeder Satz ist durch ein bestätigtes Zitat belegt.",
  someSupported: (supported, sentences) =>
    `${number(supported)} von ${number(sentences)} Sätzen ${plural(supported, {
      one: "ist",
      other: "sind",
    })} durch ein bestätigtes Zitat belegt.`,
  shareSupported: (share) => `${percent(share)} der Sätze sind durch ein bestätigtes Zitat belegt.`,
  trust: {
    checking: "Jeder Satz wird geprüft …",
    unchecked: "Nicht bis zum Ende geprüft",
    plain: "Nichts zu prüfen",
    noDocuments: "Noch keine Dokumente",
    noAnswer: "Keine Antwort gefunden",
    all: "Jeder Satz bestätigt",
    none: "Kein Satz bestätigt",
    some: (supported, sentences) =>
      `${number(supported)} von ${number(sentences)} Sätzen bestätigt`,
    share: (share) => `${percent(share)} der Sätze bestätigt`,
    deletedSince: (words, count) =>
      `${words}, ${counted(count, { one: "Dokument", other: "Dokumente" })} inzwischen gelöscht`,
  },
};
