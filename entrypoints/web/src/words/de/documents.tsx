import type { Words } from "@/words/all";
import { counted, number, plural } from "@/words/format";

const documentCount = (count: number) => counted(count, { one: "Dokument", other: "Dokumente" });
const passages = (count: number) => counted(count, { one: "Textstelle", other: "Textstellen" });
const cachedAnswers = (count: number) =>
  counted(count, { one: "zwischengespeicherte Antwort", other: "zwischengespeicherte Antworten" });
const were = (count: number) => plural(count, { one: "wurde", other: "wurden" });

/** The formats that have another name than in English. */
const FORMATS: Readonly<Record<string, string>> = {
  "text/plain": "einfacher Text",
  "text/x-source-code": "Quelltext",
  "message/rfc822": "E-Mail",
  "multipart/related": "gespeicherte Webseite",
  "application/x-ipynb+json": "Jupyter-Notebook",
  "application/vnd.oasis.opendocument.text": "OpenDocument-Text",
  "application/vnd.oasis.opendocument.spreadsheet": "OpenDocument-Tabelle",
  "application/vnd.ms-excel.sheet.binary.macroenabled.12": "Excel-Binärarbeitsmappe",
};

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
    "Der Server ruft nur diese Seite oder Datei ab, nichts, worauf sie verweist. Fügen Sie sie später erneut hinzu, um ihren dann aktuellen Stand abzurufen.",
  gettingPage: "Die Seite wird abgerufen …",
  text: "Text",
  textHint: "Überschriften, Listen und Tabellen können in Markdown geschrieben werden.",
  textNameHint: "Ohne Namen ist die erste Zeile der Name.",
  untitledText: "Text",
  changeWhoMayRead: "Leserechte ändern",
  whoMayReadCollection: "Wer darf diese Sammlung lesen?",
  whoMayReadDocument: "Wer darf dieses Dokument lesen?",
  whoMayReadHint:
    "Lesen darf, wer zu einer dieser Gruppen gehört oder den Arbeitsbereich verwaltet; ohne Gruppe alle im Arbeitsbereich. Alle anderen sehen nichts davon, und Antworten, die darauf beruhen, werden zurückgehalten, auch frühere.",
  everybody: "Alle im Arbeitsbereich",
  limitedTo: (groups) => <>nur für {groups}</>,
  addToCollection: "Zu einer Sammlung hinzufügen",
  removeFrom: (name) => `Aus ${name} entfernen`,
  collectionsSaved: "Die Sammlungen sind gespeichert",
  deleteTitle: "Dieses Dokument löschen?",
  deleteDetails: (name, chunks) => (
    <>
      Gelöscht werden {name}, sein Text, {passages(chunks)} und die zwischengespeicherten Antworten,
      die darauf beruhen. Quoth antwortet dann nicht mehr daraus.
    </>
  ),
  alsoAsInBrackets: (names) => <> (auch als {names})</>,
  deleteKeeps:
    "Antworten in Ihren Unterhaltungen enthalten ihre Zitate daraus weiterhin. Die Datei auf Ihrer Festplatte wird nicht gelöscht; Sie können sie erneut hinzufügen.",
  alreadyDeleted: (name) => `${name} war bereits gelöscht.`,
  deletedWith: (name, chunks, answers) =>
    `${name} wurde gelöscht, dazu ${passages(chunks)} und ${cachedAnswers(answers)}.`,
  deleteMany: (count) => `${documentCount(count)} löschen?`,
  andMore: (count) => `und ${number(count)} weitere`,
  deleteManyDetails: (count, chunks) =>
    plural(count, {
      one: `Gelöscht werden der Text, ${passages(chunks)} und die zwischengespeicherten Antworten, die darauf beruhen. Antworten in Ihren Unterhaltungen enthalten ihre Zitate weiterhin. Die Datei auf Ihrer Festplatte wird nicht gelöscht.`,
      other: `Gelöscht werden die Texte, ${passages(chunks)} und die zwischengespeicherten Antworten, die darauf beruhen. Antworten in Ihren Unterhaltungen enthalten ihre Zitate weiterhin. Die Dateien auf Ihrer Festplatte werden nicht gelöscht.`,
    }),
  deletedMany: (count, chunks, answers) =>
    `${documentCount(count)} ${were(count)} gelöscht, dazu ${passages(chunks)} und ${cachedAnswers(answers)}.`,
  copyDigest: "SHA-256 kopieren",
  alsoAs: "Auch als",
  alsoAsNames: (names) => <>auch als {names}</>,
  format: "Format",
  formatName: (mediaType) => FORMATS[mediaType] ?? null,
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
  allStates: "Alle Status",
  tagFilter: (tag) => <>Schlagwort: {tag} ×</>,
  tagFilterLabel: (tag) => `Schlagwort ${tag}: alle Schlagwörter anzeigen`,
  searchByName: "Nach Dateinamen suchen",
  deleted: "Dokument gelöscht",
  loadingOne: "Das Dokument wird geladen …",
  download: "Herunterladen",
  contents: "Inhalt",
  contentsOfVersion: (version) => `Inhalt der Version ${version}`,
  notUsedYet: "Antworten verwenden dieses Dokument noch nicht.",
  askAbout: "Dieses Dokument befragen",
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
  showTag: (tag) => `Nur das Schlagwort ${tag} anzeigen`,
  deleteNamed: (name) => `${name} löschen`,
  collectionsAndTags: "Sammlungen und Schlagwörter",
  loadingMore: "Weitere werden geladen …",
  isAdded: (name) => <>{name} ist hinzugefügt.</>,
  loading: "Die Dokumente werden geladen …",
  hint: "Legen Sie Dateien oder Ordner irgendwo auf dieser Seite ab. Sobald eine Datei hinzugefügt ist, können Sie Fragen dazu stellen.",
  whichFiles: "Welche Dateien gelesen werden",
  formatsRead: (formats) => `Gelesen werden: ${formats}.`,
  none: "Noch keine Dokumente",
  noneDetails:
    "Quoth beantwortet Fragen aus den Dokumenten, die Sie hier hinzufügen, und zitiert die Quellen. Sie bleiben auf diesem Server, es sei denn, er ist für die Nutzung anderer eingerichtet.",
  noneFound: "Keine Dokumente gefunden. * steht für beliebige Zeichen, ? für eines.",
  moreThan: (count) => `Mehr als ${documentCount(count)}`,
  languageNow: (language) => `Sprache: ${language}`,
  details: "Angaben",
  addDetail: "Angabe hinzufügen",
  metadata: {
    address: "Adresse",
    author: "Autor",
    category: "Kategorie",
    cc: "Cc",
    contributor: "Mitwirkende",
    created: "Erstellt",
    date: "Datum",
    description: "Beschreibung",
    from: "Von",
    keywords: "Schlagwörter",
    language: "Sprache",
    links: "Links",
    modified: "Geändert",
    publisher: "Verlag",
    site: "Website",
    subject: "Thema",
    to: "An",
  },
  detailHint: "Zum Beispiel Abteilung oder Projekt.",
  value: "Wert",
  collectionsOf: (count) =>
    `Sammlungen von ${counted(count, { one: "Dokument", other: "Dokumenten" })}`,
  addToTheCollection: "Zur Sammlung hinzufügen",
  newCollectionHint: "Ein neuer Name legt eine neue Sammlung an.",
  newCollection: "Neue Sammlung",
  renameCollection: "Sammlung umbenennen",
  deleteCollection: "Sammlung löschen",
  collectionCreated: (name) => `Die Sammlung ${name} wurde angelegt.`,
  collectionRenamed: (before, name) => `Die Sammlung ${before} heißt jetzt ${name}.`,
  collectionDeleted: (name) =>
    `Die Sammlung ${name} wurde gelöscht. Ihre Dokumente bleiben erhalten.`,
  deleteCollectionTitle: "Diese Sammlung löschen?",
  deleteCollectionDetails: (name) => (
    <>
      Gelöscht wird nur die Sammlung {name}. Ihre Dokumente bleiben erhalten: Sie stehen weiterhin
      in der Liste, und Quoth antwortet weiterhin daraus.
    </>
  ),
  emptyCollection:
    "In dieser Sammlung sind keine Dokumente. Um welche hinzuzufügen, zeigen Sie alle Sammlungen an und wählen Sie die Dokumente aus.",
  removeFromCollection: (name) => <>Aus {name} entfernen</>,
  moved: (count, into, outOf) => {
    const where = [into && `zu ${into} hinzugefügt`, outOf && `aus ${outOf} entfernt`];
    return `${documentCount(count)} ${were(count)} ${where.filter(Boolean).join(" und ")}.`;
  },
  notMoved: (count, reason) =>
    `${documentCount(count)} ${plural(count, { one: "blieb", other: "blieben" })} unverändert: ${reason}`,
  selected: "Ausgewählte Dokumente",
  selectedCount: (count) => `${documentCount(count)} ausgewählt`,
  askThese: () => "Befragen",
  clearSelection: "Auswahl aufheben",
  addTag: "Schlagwort hinzufügen",
  removeTag: (tag) => `Das Schlagwort ${tag} entfernen`,
  tagsOf: (count) => `Schlagwörter von ${counted(count, { one: "Dokument", other: "Dokumenten" })}`,
  removeATag: "Schlagwort entfernen",
  noTag: "Kein Schlagwort",
  tagged: (count) =>
    `Die Schlagwörter von ${counted(count, { one: "Dokument", other: "Dokumenten" })} sind gespeichert.`,
  tagsSaved: "Die Schlagwörter sind gespeichert",
  removeNamed: (name) => `${name} entfernen`,
  version: (version) => `Version ${version}`,
  versions: (version) => `Version ${version}: diese und frühere`,
  openVersion: (version) => `Version ${version} öffnen`,
  downloadVersion: (version) => `Version ${version} herunterladen`,
  newerFailed: "Eine neuere Version konnte nicht angelegt werden.",
  stages: {
    waiting: "Wartet auf die Bearbeitung",
    reading: "Die Datei wird gelesen",
    splitting: "Der Text wird aufgeteilt",
    embedding: "Wird für die Suche vorbereitet",
    storing: "Wird gespeichert",
    other: "In Arbeit",
  },
  timeLeft: (time) => `noch ${time}`,
};
