import type { Words } from "@/words/all";

export const app: Words["app"] = {
  skip: "Zum Inhalt springen",
  loading: "Wird geladen",
  menu: "Menü",
  closeMenu: "Menü schließen",
  pages: "Seiten",
  administration: "Verwaltung",
  searchAndCommands: "Suche und Befehle",
  searchWithKeys: (keys) => `Suche und Befehle (${keys})`,
  find: "Frage, Dokument, Seite oder Befehl suchen",
  found: "Gefunden",
  nothingFound: (words) => `Nichts gefunden für „${words}“.`,
  groups: {
    questions: "Fragen",
    documents: "Dokumente",
    pages: "Seiten",
    actions: "Befehle",
  },
  commands: {
    light: "Helles Design verwenden",
    dark: "Dunkles Design verwenden",
    system: "Design des Systems verwenden",
    shortcuts: "Tastenkürzel anzeigen",
  },
  shortcuts: "Tastenkürzel",
  failed: "Etwas ist schiefgegangen",
  failedDetails:
    "Auf dieser Seite ist ein Fehler aufgetreten. Ihre Dokumente und Unterhaltungen sind auf dem Server gespeichert. Laden Sie die Seite neu. Wenn der Fehler erneut auftritt, geben Sie die folgende Meldung weiter.",
  reloadPage: "Seite neu laden",
  pageNotFound: "Seite nicht gefunden",
  pageMayBeDeleted:
    "Vielleicht enthält die Adresse einen Tippfehler, oder die Seite wurde gelöscht.",
  elsewhere: (link) => (
    <>
      {link.ask("Stellen Sie eine Frage")} oder {link.documents("sehen Sie Ihre Dokumente an")}.
    </>
  ),
  updated:
    "Quoth wurde aktualisiert. Laden Sie die Seite neu, um die neue Version zu verwenden; Ihre Eingaben sind gespeichert.",
};
