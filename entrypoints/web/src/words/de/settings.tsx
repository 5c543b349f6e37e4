import type { Words } from "@/words/all";
import { counted, number } from "@/words/format";

const tokens = (count: number) => `${number(count)} Tokens`;

export const settings: Words["settings"] = {
  ofThisBrowser:
    "Was Sie in den ersten vier Abschnitten wählen, wird in diesem Browser gespeichert und gilt nur für ihn.",
  server: "Der Server",
  serverHint: (envFile, command) => (
    <>
      Das Folgende kann nur ändern, wer den Server betreibt. Ein Name in Großbuchstaben ist eine
      Variable: Setzen Sie sie in der Umgebung des Servers oder in seiner Datei {envFile}, und
      starten Sie ihn neu. Was mit {command} beginnt, ist ein Befehl, der dort auszuführen ist.
    </>
  ),
  languageAsBrowser: "Wie der Browser",
  theme: "Design",
  themes: { system: "Wie das System", light: "Hell", dark: "Dunkel" },
  keyboard: "Tastatur",
  singleKeys: (key) => <>Tastenkürzel aus einem einzelnen Zeichen, zum Beispiel {key}</>,
  allShortcuts: "Alle Tastenkürzel",
  languageModel: "Sprachmodell",
  default: "Standard",
  failedLast: (problem) => `Bei der letzten Verwendung fehlgeschlagen: ${problem}`,
  oneModel: (key, model, file) => (
    <>
      Der Server hat ein Modell. {key} oder {model} in den Einstellungen des Servers legt ein
      anderes fest, und {file} nennt mehrere zur Auswahl.
    </>
  ),
  addsNothing: "Fragt kein Chatmodell und fügt keine Wörter hinzu.",
  readsUpTo: (provider, window) => `${provider}, liest bis zu ${tokens(window)}`,
  price: (facts, read, written) =>
    `${facts}, ${read} für eine Million gelesene und ${written} für eine Million geschriebene Tokens`,
  health: "Version und Zustand",
  version: "Version",
  database: "Datenbank",
  embeddingModel: "Einbettungsmodell",
  embeddingHint: "Es findet Textstellen nach ihrer Bedeutung.",
  fileReaders: "Lesen von Dateien",
  works: "funktioniert",
  byDefault: (value, usual) => `${value} (Standard: ${usual})`,
  storage: "Speicher und Kontingente",
  documentsHint: "Wie viele Dokumente der Arbeitsbereich hat.",
  storageUsed: "Belegter Speicher",
  storageHint: "Die Dateien aller Dokumente, auch die ihrer gespeicherten Versionen.",
  questionsToday: "Fragen heute",
  questionsHint: "Von allen im Arbeitsbereich. Ein Tag endet um Mitternacht (UTC).",
  tokensToday: "Tokens heute",
  tokensHint: "Was Chatmodelle gelesen und geschrieben haben.",
  unlimited: (used) => `${used} (unbegrenzt)`,
  ofMost: (used, most) => `${used} von ${most}`,
  tokens,
  perMinute: (count) => `${number(count)} pro Minute`,
  scoreOfModel: "die des Einbettungsmodells",
  none: "keines",
  detected: "wird für jedes Dokument erkannt",
  hours: (count) => counted(count, { one: "Stunde", other: "Stunden" }),
  minutes: (count) => counted(count, { one: "Minute", other: "Minuten" }),
  seconds: (count) => counted(count, { one: "Sekunde", other: "Sekunden" }),
  sections: { search: "Suche und Antworten", documents: "Dokumente", limits: "Begrenzungen" },
  variables: {
    QUOTH_SEARCH_TOP_K: {
      name: "Textstellen für eine Antwort",
      what: "Eine Antwort stützt sich auf höchstens so viele Textstellen. Je mehr es sind, desto mehr hat ein Modell zu lesen, auch Text, der nicht zur Frage gehört.",
    },
    QUOTH_SEARCH_MIN_CONFIDENCE: {
      name: "Mindestgewissheit der Suche",
      what: "Ist eine Suche weniger sicher, dass ihre Textstellen die Frage beantworten, gibt es keine Antwort, und kein Modell wird gefragt.",
    },
    QUOTH_SEARCH_MIN_SCORE: {
      name: "Mindestbewertung einer Textstelle",
      what: "Textstellen, die weniger zur Frage passen, werden weggelassen. Senken Sie den Wert, wenn richtige Textstellen fehlen.",
    },
    QUOTH_RERANKER_MODEL: {
      name: "Modell zum Nachsortieren",
      what: "Liest die 50 besten Textstellen erneut und ordnet sie. Es findet mehr und braucht Zeit.",
    },
    QUOTH_CONTEXT_DOCUMENT_TOKENS: {
      name: "Platz für Textstellen",
      what: "So viel liest ein Chatmodell für eine Antwort höchstens aus den Dokumenten.",
    },
    QUOTH_CONTEXT_ANSWER_TOKENS: {
      name: "Längste Antwort",
      what: "Danach hört ein Chatmodell auf.",
    },
    QUOTH_ANSWER_CACHE_SECONDS: {
      name: "Antworten werden zwischengespeichert für",
      what: "Dieselbe Frage an derselben Stelle einer Unterhaltung erhält so lange dieselbe Antwort, es sei denn, ein Dokument ändert sich.",
    },
    QUOTH_MAX_UPLOAD_BYTES: {
      name: "Größte Datei",
      what: "Größere Dateien werden abgelehnt.",
    },
    QUOTH_CHUNK_TOKENS: {
      name: "Längste Textstelle",
      what: "Dokumente werden in Textstellen dieser Größe aufgeteilt. Das gilt für Dokumente, die danach hinzugefügt werden.",
    },
    QUOTH_CHUNK_OVERLAP_TOKENS: {
      name: "Überlappung der Textstellen",
      what: "So viel wiederholt jede Textstelle von der vorigen.",
    },
    QUOTH_DOCUMENT_LANGUAGE: {
      name: "Sprache",
      what: "Bestimmt, welche Formen eines Wortes als dasselbe Wort gelten.",
    },
    QUOTH_DOCUMENT_VERSIONS: {
      name: "Versionen eines Dokuments",
      what: "So viele werden gespeichert, die aktuelle mitgezählt, damit frühere Zitate geöffnet werden können.",
    },
    QUOTH_CHAT_RATE_LIMIT: {
      name: "Fragen",
      what: "Je Person oder Schlüssel; ohne Schlüssel je Netzwerkadresse.",
    },
    QUOTH_SEARCH_RATE_LIMIT: { name: "Suchen", what: "Ebenso." },
    QUOTH_UPLOAD_RATE_LIMIT: { name: "Uploads", what: "Ebenso." },
    QUOTH_REQUEST_RATE_LIMIT: { name: "Anfragen jeder Art", what: "Ebenso." },
    QUOTH_MAX_ANSWERS: {
      name: "Gleichzeitige Antworten",
      what: "Ein Server lehnt weitere Fragen ab, bis eine davon beendet ist.",
    },
    QUOTH_MAX_SEARCHES: {
      name: "Gleichzeitige Suchen",
      what: "Ein Server lehnt weitere für einen Augenblick ab.",
    },
    QUOTH_MAX_QUEUED_DOCUMENTS: {
      name: "Dokumente in der Warteschlange",
      what: "Weitere werden abgelehnt, bis einige verarbeitet sind.",
    },
    QUOTH_SIGN_IN_HOURS: {
      name: "Eine Anmeldung gilt",
      what: "Danach meldet man sich erneut an.",
    },
  },
  shortcuts: {
    search: "Suchen, oder zu einer Seite, einer Frage oder einem Dokument gehen",
    field: "Zum Suchfeld gehen; in einem geöffneten Dokument Wörter suchen",
    send: "Die Frage senden",
    newLine: "Neue Zeile in der Frage",
    recall: "Die letzte Frage in das leere Feld zurückholen",
    stop: "Die Antwort stoppen, die gerade geschrieben wird; schließen, was geöffnet ist",
    quotations:
      "Voriges und nächstes Zitat; ist keines geöffnet, das letzte und das erste der neuesten Antwort",
    matches: "Nächster und voriger Treffer der gesuchten Wörter",
    shortcuts: "Diese Tastenkürzel anzeigen",
  },
};
