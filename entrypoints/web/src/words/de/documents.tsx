import type { Words } from "@/words/all";
import { counted, number, plural } from "@/words/format";

const documentCount = (count: number) => counted(count, { one: "Dokument", other: "Dokumente" });
const passages = (count: number) => counted(count, { one: "Textstelle", other: "Textstellen" });
const cachedAnswers = (count: number) =>
  counted(count, { one: "zwischengespeicherte Antwort", other: "zwischengespeicherte Antworten" });
const were = (count: number) => plural(count, { one: "wurde", other: "wurden" });

export const documents: Words["documents"] = {
  count: documentCount,
  passages,
  pages: (count) => counted(count, { one: "Seite", other: "Seiten" }),
  addFolder: "Ordner hinzufügen",
  addText: "Text hinzufügen",
  addTextButton: "Text hinzufügen",
  addFirst: "Erste Dokumente hinzufügen",
  addWebAddress: "Webadresse hinzufügen",
  address: "Adresse",
  addressHint:
    "Der Server holt diese Seite oder Datei und nichts, worauf sie verweist. Fügen Sie sie erneut hinzu, um ihren späteren Stand zu holen.",
  gettingPage: "Die Seite wird geholt …",
  text: "Text",
  textHint: "Überschriften, Listen und Tabellen können in Markdown geschrieben werden.",
  textNameHint: "Ohne Namen ist die erste Zeile der Name.",
  untitledText: "Text",
  changeWhoMayRead: "Leserechte ändern",
  whoMayReadCollection: "Wer darf diese Sammlung lesen?",
  whoMayReadDocument: "Wer darf dieses Dokument lesen?",
  whoMayReadHint:
    "Wer zu einer dieser Gruppen gehört oder den Arbeitsbereich verwaltet. Ohne Gruppe alle im Arbeitsbereich. Für alle anderen gibt es dies nicht, und Antworten, die darauf beruhen, werden zurückgehalten, auch frühere.",
  everybody: "Alle im Arbeitsbereich",
  limitedTo: (groups) => <>nur für {groups}</>,
  addToCollection: "Zu einer Sammlung hinzufügen",
  removeFrom: (name) => `Aus ${name} entfernen`,
  collectionsSaved: "Die Sammlungen sind gespeichert",
  deleteTitle: "Dieses Dokument löschen?",
  deleteDetails: (name, chunks) => (
    <>
      Dies löscht {name}, den Text, {passages(chunks)} und die zwischengespeicherten Antworten, die
      darauf beruhen. Quoth antwortet nicht mehr daraus.
    </>
  ),
  alsoAsInBrackets: (names) => <> (auch als {names})</>,
  deleteKeeps:
    "Antworten in Ihren Unterhaltungen behalten die Wörter, die sie daraus zitiert haben. Die Datei auf Ihrer Festplatte wird nicht gelöscht; Sie können sie wieder hinzufügen.",
  alreadyDeleted: (name) => `${name} war schon gelöscht.`,
  deletedWith: (name, chunks, answers) =>
    `${name} wurde gelöscht, dazu ${passages(chunks)} und ${cachedAnswers(answers)}.`,
  deleteMany: (count) => `${documentCount(count)} löschen?`,
  andMore: (count) => `und ${number(count)} weitere`,
  deleteManyDetails: (chunks) =>
    `Dies löscht die Texte, ${passages(chunks)} und die zwischengespeicherten Antworten, die darauf beruhen. Antworten in Ihren Unterhaltungen behalten die Wörter, die sie zitiert haben. Die Dateien auf Ihrer Festplatte werden nicht gelöscht.`,
  deletedMany: (count, chunks, answers) =>
    `${documentCount(count)} ${were(count)} gelöscht, dazu ${passages(chunks)} und ${cachedAnswers(answers)}.`,
  copyDigest: "SHA-256 kopieren",
  alsoAs: "Auch als",
  alsoAsNames: (names) => <>auch als {names}</>,
  format: "Format",
  size: "Größe",
  parts: "Teile",
  added: "Hinzugefügt",
  collection: "Sammlung",
  collections: "Sammlungen",
  tags: "Schlagwörter",
  readBy: "Lesbar für",
  allCollections: "Alle Sammlungen",
  allFormats: "Alle Formate",
  state: "Status",
  allStates: "Jeder Status",
  tagFilter: (tag) => <>Schlagwort: {tag} ×</>,
  tagFilterLabel: (tag) => `Schlagwort ${tag}: alle Schlagwörter zeigen`,
  searchByName: "Nach Dateinamen suchen",
  deleted: "Dokument gelöscht",
  loadingOne: "Das Dokument wird geladen …",
  download: "Herunterladen",
  contents: "Inhalt",
  notUsedYet: "Antworten verwenden dieses Dokument noch nicht.",
  askAbout: "Dieses Dokument fragen",
  notFoundTitle: "Dokument nicht gefunden",
  notLoaded: "Das Dokument konnte nicht geladen werden",
  status: {
    pending: "Wartet",
    processing: "In Arbeit",
    processed: "Bereit",
    failed: "Fehlgeschlagen",
    cancelled: "Abgebrochen",
  },
  select: (name) => `${name} auswählen`,
  selectListed: (count) =>
    plural(count, {
      one: "Das aufgeführte Dokument auswählen",
      other: `Die ${number(count)} aufgeführten Dokumente auswählen`,
    }),
  showTag: (tag) => `Nur das Schlagwort ${tag} zeigen`,
  deleteNamed: (name) => `${name} löschen`,
  collectionsAndTags: "Sammlungen und Schlagwörter",
  loadingMore: "Weitere werden geladen …",
  isAdded: (name) => <>{name} ist hinzugefügt.</>,
  loading: "Die Dokumente werden geladen …",
  hint: "Legen Sie Dateien oder Ordner irgendwo auf dieser Seite ab. Sie können nach einer Datei fragen, sobald sie hinzugefügt ist.",
  formatsRead: (formats) => `Gelesen werden: ${formats}.`,
  none: "Noch keine Dokumente",
  noneDetails:
    "Quoth beantwortet Fragen aus den Dokumenten, die Sie hier hinzufügen, und zitiert die Quellen. Nichts verlässt diesen Server, es sei denn, er ist für ein Chatmodell anderswo eingerichtet.",
  noneFound: "Keine Dokumente gefunden. * steht für beliebige Zeichen, ? für eines.",
  moreThan: (count) => `Mehr als ${documentCount(count)}`,
  languageNow: (language) => `Die Sprache ist jetzt ${language}`,
  details: "Angaben",
  addDetail: "Angabe hinzufügen",
  detailHint: "Zum Beispiel Verfasser oder Abteilung.",
  value: "Wert",
  collectionsOf: (count) =>
    `Sammlungen von ${counted(count, { one: "Dokument", other: "Dokumenten" })}`,
  addToTheCollection: "Zur Sammlung hinzufügen",
  newCollectionHint: "Ein neuer Name legt eine neue Sammlung an.",
  removeFromCollection: (name) => <>Aus {name} entfernen</>,
  moved: (count, into, outOf) => {
    const where = [into && `zu ${into} hinzugefügt`, outOf && `aus ${outOf} entfernt`];
    return `${documentCount(count)} ${were(count)} ${where.filter(Boolean).join(" und ")}.`;
  },
  notMoved: (count, reason) =>
    `${documentCount(count)} ${plural(count, { one: "blieb", other: "blieben" })} unverändert: ${reason}`,
  selected: "Ausgewählte Dokumente",
  selectedCount: (count) => `${documentCount(count)} ausgewählt`,
  askThese: (count) => plural(count, { one: "Dieses fragen", other: "Diese fragen" }),
  clearSelection: "Auswahl aufheben",
  addTag: "Schlagwort hinzufügen",
  removeTag: (tag) => `Das Schlagwort ${tag} entfernen`,
  tagsSaved: "Die Schlagwörter sind gespeichert",
  removeNamed: (name) => `${name} entfernen`,
  version: (version) => `Version ${version}`,
  versions: (version) => `Version ${version}: diese und frühere`,
  downloadVersion: (version) => `Version ${version} herunterladen`,
  newerFailed: "Eine neuere Version konnte nicht angelegt werden.",
  stages: {
    waiting: "Wartet auf die Bearbeitung",
    reading: "Die Datei wird gelesen",
    splitting: "Der Text wird geteilt",
    embedding: "Wird für die Suche vorbereitet",
    storing: "Wird gespeichert",
    other: "In Arbeit",
  },
  timeLeft: (time) => `noch ${time}`,
};
