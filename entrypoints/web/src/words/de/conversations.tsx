import type { Words } from "@/words/all";
import { counted, number } from "@/words/format";

export const conversations: Words["conversations"] = {
  conversation: "Unterhaltung",
  title: "Unterhaltungen",
  search: "Unterhaltung suchen",
  pinned: "Angeheftet",
  none: "Noch keine Unterhaltungen. Stellen Sie eine Frage, um eine zu beginnen.",
  noResults: (words) => `Keine Treffer für „${words}“.`,
  loading: "Wird geladen",
  untitled: "Neue Unterhaltung",
  menuOf: (title) => `„${title}“ anheften, umbenennen oder löschen`,
  pin: "Anheften",
  unpin: "Nicht mehr anheften",
  rename: "Umbenennen",
  titleField: "Titel",
  saveTitle: "Titel speichern",
  leaveTitle: "Titel unverändert lassen",
  deleteTitle: "Diese Unterhaltung löschen?",
  deleteDetails: (title) => (
    <>
      „{title}“ und die Antworten darin werden endgültig gelöscht. Ihre Dokumente sind davon nicht
      betroffen.
    </>
  ),
  saveOrPrint: "Unterhaltung speichern oder drucken",
  saveAsMarkdown: "Als Markdown speichern",
  saveAsWebPage: "Als Webseite speichern",
  print: "Drucken oder als PDF speichern",
  loadingOne: "Die Unterhaltung wird geladen …",
  notFound: "Unterhaltung nicht gefunden",
  notLoaded: "Die Unterhaltung konnte nicht geladen werden",
  askNew: "Eine neue Frage stellen",
  messages: "Fragen und Antworten",
  jumpToLatest: "Zum Ende springen",
  question: (index) => `Frage ${index}`,
  askedOf: (scope) => <>Befragt: {scope}</>,
  editQuestion: "Frage bearbeiten",
  copyQuestion: "Frage kopieren",
  goodAnswer: "Gute Antwort",
  badAnswer: "Schlechte Antwort",
  sayMore: "Mehr dazu sagen",
  feedbackSaved: "Ihre Rückmeldung ist gespeichert.",
  markedGood: "Als gut bewertet",
  markedBad: "Als schlecht bewertet",
  wrongQuotations: (count) =>
    counted(count, { one: "Zitat ist falsch", other: "Zitate sind falsch" }),
  whichQuotations: "Welche Zitate belegen die Antwort nicht?",
  betterAnswer: "Welche Antwort wäre besser?",
  wrongQuotation: "Falsches Zitat",
  yourQuestion: "Ihre Frage",
  askYourDocuments: "Frage an Ihre Dokumente",
  send: "Senden",
  tooLong: (excess, limit) =>
    `Die Frage ist ${number(excess)} Zeichen zu lang. Höchstens ${number(limit)} sind möglich.`,
  stopWithKey: "Stoppen (Esc)",
  sendLater:
    "Esc stoppt die Antwort. Die nächste Frage können Sie senden, sobald sie vollständig ist.",
  keys: "Zum Senden Eingabe drücken, für eine neue Zeile Umschalt+Eingabe.",
  editing: "Sie bearbeiten eine Frage. Die neue Antwort erscheint unten; die frühere bleibt.",
  busy: "Eine Antwort wird gerade geschrieben. Warten Sie darauf, oder stoppen Sie sie, und fragen Sie dann erneut.",
  adding: (count) =>
    count === 1 ? "1 Datei wird hinzugefügt." : `${number(count)} Dateien werden hinzugefügt.`,
  seeProgress: "Fortschritt ansehen",
  stoppedUnsent: "Sie haben diese Frage gestoppt, bevor sie gesendet wurde.",
  copySelected: "Ausgewählt. Kopieren Sie es mit der Tastatur.",
  copyText: (text) => `${text} kopieren`,
  welcome: "Befragen Sie Ihre eigenen Dokumente",
  welcomeDetails:
    "Jede Antwort zitiert ihre Quelle Wort für Wort, und ein Klick zeigt die Stelle im Dokument.",
  leaving: {
    nothing: "Nichts verlässt den Rechner, auf dem Quoth läuft.",
    questions:
      "Die Frage, ihre Unterhaltung und die dazu gefundenen Textstellen gehen an das Chatmodell.",
    documents:
      "Dokumente und Fragen gehen auch an andere Rechner, mit denen dieses Quoth arbeitet.",
  },
  steps: {
    add: "Fügen Sie ein Dokument hinzu.",
    addDetails:
      "Ein PDF, eine Word-Datei, eine Webseite, eine E-Mail, ein Text: fast jede Datei, die Text enthält.",
    ask: "Stellen Sie eine Frage.",
    askDetails: "In Ihren eigenen Worten, wie Sie jemanden fragen, der das Dokument gelesen hat.",
    check: "Prüfen Sie das Zitat.",
    checkDetails: "Klicken Sie in der Antwort auf eine Zahl, um das Zitat im Dokument zu sehen.",
  },
  dropHere: "Legen Sie Dateien oder Ordner hier ab, oder wählen Sie sie aus.",
  loadManual: "Handbuch von Quoth laden",
  tryManual:
    "Keine Datei zur Hand? Probieren Sie Quoth mit seinem eigenen Handbuch (auf Englisch).",
  manualNotLoaded:
    "Das Handbuch konnte nicht geladen werden. Prüfen Sie, ob Quoth läuft, und versuchen Sie es erneut.",
  examples: "Fragen, die Ihre Dokumente beantworten",
  noChatModel:
    "Antworten sind Zitate: Es ist kein Chatmodell eingerichtet. So richten Sie eines ein",
  noChatModelDetails:
    "Quoth antwortet mit Sätzen aus Ihren Dokumenten, Wort für Wort. Fragen Sie nach Tatsachen, die ein Dokument in einem Satz nennt.",
  setUpChatModel: (file) => (
    <>
      Damit ein Chatmodell die Antworten schreibt, tragen Sie diese Zeile mit Ihrem Groq-Schlüssel
      in die Datei {file} des Ordners ein, in dem Sie Quoth starten, und starten Sie Quoth neu. Jede
      Frage, der Verlauf der Unterhaltung und die gefundenen Textstellen gehen dann an Groq.
    </>
  ),
  quotationsOfAnswer: "Zitate der Antwort",
  previousQuotation: "Voriges Zitat",
  previousQuotationKey: "Voriges Zitat ([)",
  nextQuotation: "Nächstes Zitat",
  nextQuotationKey: "Nächstes Zitat (])",
  stepOf: (index, count) => `${number(index)} von ${number(count)}`,
  panelWidth: "Breite des Seitenbereichs",
  panelWidthHint: "Ziehen ändert die Breite, ein Doppelklick setzt sie zurück",
  back: "Zurück",
  openItsPage: "Dokumentseite",
  panelFailed: (message) => `In diesem Bereich ist ein Fehler aufgetreten: ${message}`,
};
