import type { FirstWords } from "@/words";
import { errors } from "./errors";

/** What else can go wrong. */
export const LATER_ERRORS: Readonly<Record<string, string>> = {
  internal_error:
    "Auf dem Server ist ein Fehler aufgetreten. Näheres steht in den Protokollen des Servers.",
  not_authenticated: "Dafür ist ein gültiger Schlüssel oder eine Anmeldung nötig.",
  not_allowed:
    "Ihre Rolle erlaubt das nicht, deshalb wurde nichts geändert. Wenden Sie sich an eine Person, die den Arbeitsbereich verwaltet.",
  not_found: "Unter dieser Adresse gibt es nichts.",
  session_not_found: "Diese Unterhaltung gibt es nicht, oder sie wurde gelöscht.",
  message_not_found: "Diese Antwort gibt es nicht, oder ihre Unterhaltung wurde gelöscht.",
  document_not_found: "Dieses Dokument gibt es nicht, oder es wurde gelöscht.",
  version_not_found: "Diese Version des Dokuments gibt es nicht oder nicht mehr.",
  original_not_found:
    "Die Datei dieses Dokuments ist nicht gespeichert. Laden Sie sie erneut hoch.",
  collection_not_found: "Diese Sammlung gibt es nicht, oder sie wurde gelöscht.",
  key_not_found: "Diesen Schlüssel gibt es nicht.",
  member_not_found: "Dieses Mitglied gibt es nicht.",
  name_not_found: "Das Dokument hat diesen Namen nicht, deshalb wurde nichts gelöscht.",
  collection_exists: "Eine andere Sammlung hat diesen Namen. Wählen Sie einen anderen.",
  collection_limited:
    "Ohne diese Sammlung dürften mehr Personen ihre Dokumente lesen. Löschen Sie auch alle ihre Dokumente, oder lassen Sie die Leserechte der Sammlung vorher ändern.",
  document_limited:
    "Diesen Inhalt oder Namen hat ein Dokument, das Sie nicht lesen dürfen. Es wurde nichts gespeichert. Wenden Sie sich an eine Person, die den Arbeitsbereich verwaltet.",
  document_removed: "Das Dokument wurde während der Bearbeitung gelöscht.",
  document_not_processed: "Das Dokument ist noch nicht bereit.",
  answer_withheld: "Diese Antwort beruht auf Dokumenten, die Sie nicht lesen dürfen.",
  answer_in_progress:
    "Die vorige Antwort dieser Unterhaltung wird noch geschrieben. Warten Sie darauf, oder stoppen Sie sie.",
  interrupted:
    "Der Server wurde beendet, während er diese Antwort schrieb. Der bisherige Text ist gespeichert. Fragen Sie erneut.",
  language_model_failed:
    "Das Sprachmodell hat nicht vollständig geantwortet. Was es geschrieben hat, ist gespeichert. Fragen Sie erneut.",
  language_model_timed_out:
    "Das Sprachmodell hat zu lange gebraucht. Was es geschrieben hat, ist gespeichert. Fragen Sie erneut.",
  language_model_rejected:
    "Das Sprachmodell hat die Anfrage abgelehnt. Prüfen Sie in den Einstellungen des Servers seinen Namen und seinen Schlüssel.",
  embedder_unavailable:
    "Das Einbettungsmodell ist zurzeit nicht verfügbar. Versuchen Sie es in Kürze erneut.",
  reranker_unavailable:
    "Das Modell, das Textstellen neu ordnet, ist zurzeit nicht verfügbar. Versuchen Sie es in Kürze erneut.",
  readers_unavailable:
    "Zurzeit können keine Dateien gelesen werden, deshalb wurde nichts gespeichert. Versuchen Sie es in Kürze erneut.",
  server_stopping: "Der Server wird gerade beendet. Es wurde nichts geändert.",
  outcome_unknown:
    "Die Verbindung zur Datenbank ist abgebrochen. Vielleicht wurde die Änderung gespeichert, vielleicht nicht: Sehen Sie nach, oder versuchen Sie es erneut.",
  insufficient_storage:
    "Der Datenträger der Datenbank ist voll, deshalb kann nichts gespeichert werden. Geben Sie dort Platz frei.",
  quota_exceeded:
    "Der Arbeitsbereich darf nicht mehr enthalten, deshalb wurde nichts gespeichert. Löschen Sie Dokumente, oder bitten Sie die Person, die den Server betreibt, um ein größeres Kontingent.",
  daily_quota_exceeded:
    "Der Arbeitsbereich hat sein Kontingent für heute aufgebraucht. Versuchen Sie es morgen (UTC) erneut.",
  queue_full:
    "Zu viele Dokumente warten auf die Bearbeitung, deshalb wurde nichts gespeichert. Versuchen Sie es später erneut.",
  request_too_large: "Das ist mehr, als der Server annimmt, deshalb wurde nichts geändert.",
  request_timed_out: "Die Anfrage kam nicht rechtzeitig an. Versuchen Sie es erneut.",
  file_too_large: "Die Datei ist größer, als der Server annimmt, deshalb wurde nichts gespeichert.",
  file_empty: "Die Datei enthält keinen Text.",
  file_damaged: "Die Datei ist beschädigt oder unvollständig und kann nicht gelesen werden.",
  unsupported_file_type: "Dateien dieser Art werden nicht gelesen.",
  document_password_required:
    "Die Datei lässt sich nur mit einem Passwort öffnen. Speichern Sie sie ohne Passwort.",
  document_has_no_text: "Die Datei enthält Text nur als Bild.",
  file_too_complex: "Die Datei zu lesen braucht mehr Speicher oder Zeit, als der Server zulässt.",
  text_undecodable: "Die Datei lässt sich in keiner Zeichenkodierung als Text lesen.",
  text_too_long: "Der Text der Datei ist länger, als der Server annimmt. Teilen Sie die Datei.",
  text_too_costly:
    "Der Text hat zu viele Symbole oder Daten für seine Größe. Entfernen Sie sie, oder teilen Sie die Datei.",
  processing_failed: "Das Dokument konnte nicht bearbeitet werden. Versuchen Sie es erneut.",
  processing_cut_off:
    "Die Bearbeitung brach jedes Mal ab und wird nicht mehr von selbst versucht. Warum, steht in den Protokollen des Servers. Versuchen Sie es erneut, oder löschen Sie das Dokument.",
  processing_cancelled:
    "Die Bearbeitung wurde abgebrochen. Die Datei ist gespeichert: Versuchen Sie es erneut, oder löschen Sie das Dokument.",
  web_page_unreadable:
    "Die Seite konnte nicht gelesen werden, deshalb wurde nichts gespeichert. Prüfen Sie die Adresse in einem Browser: Seiten hinter einer Anmeldung oder in einem privaten Netz werden nicht gelesen.",
  version_superseded:
    "Unter diesem Namen wurde inzwischen etwas anderes gespeichert, deshalb wurde von dieser Datei nichts gespeichert.",
  embedding_model_changed:
    "Die Bibliothek ist gerade zu einem anderen Einbettungsmodell übergegangen. Versuchen Sie es in Kürze erneut.",
  not_audited:
    "Das wurde ausgeführt, aber sein Eintrag im Änderungsprotokoll konnte nicht gespeichert werden. Sehen Sie nach, bevor Sie es wiederholen.",
  not_a_member:
    "Keine Ihrer Gruppen hat hier Zugang. Wenden Sie sich an die Person, die den Server betreibt.",
  workspace_not_found: "Diesen Arbeitsbereich gibt es nicht.",
  groups_invalid:
    "Der Name einer Gruppe hat 1 bis 200 Zeichen in einer Zeile. Es wurde nichts geändert.",
  collection_name_invalid: "Der Name der Sammlung ist leer. Geben Sie ihr einen.",
  metadata_invalid: "Diese Angaben können nicht gespeichert werden. Es wurde nichts geändert.",
  feedback_invalid: "Die Bewertung passt nicht zu der Antwort. Es wurde nichts gespeichert.",
  message_empty: "Die Frage ist leer.",
  message_too_long: "Die Frage ist zu lang. Kürzen Sie sie.",
  title_empty: "Der Titel ist leer. Der bisherige bleibt.",
  title_too_long: "Der Titel ist zu lang. Der bisherige bleibt.",
  model_unknown: "Dieses Modell gibt es nicht mehr. Wählen Sie ein anderes.",
};

export const allErrors: FirstWords["errors"] = {
  inWords: (code, retryAfter) => errors.inWords(code, retryAfter) ?? LATER_ERRORS[code] ?? null,
};
