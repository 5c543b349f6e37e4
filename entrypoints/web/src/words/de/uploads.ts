import type { Words } from "@/words/all";
import { counted, number, plural } from "@/words/format";

const documentCount = (count: number) => counted(count, { one: "Dokument", other: "Dokumente" });
const passages = (count: number) => counted(count, { one: "Textstelle", other: "Textstellen" });

export const uploads: Words["uploads"] = {
  dropToAdd: "Dateien oder Ordner ablegen, um sie hinzuzufügen",
  uploads: "Uploads",
  uploading: "Dokumente werden hochgeladen",
  retryAll: "Alle erneut versuchen",
  cancelAll: "Alle abbrechen",
  clearFinished: "Fertige ausblenden",
  uploadCount: {
    failed: (count) => `${number(count)} fehlgeschlagen`,
    running: (count) => `${number(count)} in Arbeit`,
    waiting: (count) => plural(count, { one: "1 wartet", other: `${number(count)} warten` }),
    done: (count) => `${number(count)} hinzugefügt`,
  },
  moreUploads: {
    failed: (count) => `und ${number(count)} weitere fehlgeschlagen`,
    running: (count) => `und ${number(count)} weitere in Arbeit`,
    waiting: (count) => `und ${number(count)} weitere in der Warteschlange`,
    done: (count) => `und ${number(count)} weitere hinzugefügt`,
  },
  addedCount: (count) => `${documentCount(count)} hinzugefügt.`,
  failedCount: (count, name, detail) =>
    `${counted(count, {
      one: "Datei konnte",
      other: "Dateien konnten",
    })} nicht hinzugefügt werden. ${name}: ${detail}`,
  uploadingNamed: (name) => `${name} wird hochgeladen`,
  preparingNamed: (name) => `${name} wird vorbereitet`,
  cancelNamed: (name) => `Abbrechen: ${name}`,
  tryAgainNamed: (name) => `Erneut versuchen: ${name}`,
  dismissNamed: (name) => `${name} ausblenden`,
  sending: (percent) => `Wird hochgeladen, ${percent}`,
  preparing: (time) => `Hochgeladen. Wird seit ${time} für die Suche vorbereitet`,
  retryingIn: (detail, time) => `${detail} Neuer Versuch in ${time}.`,
  accepted:
    "Hochgeladen. Die Datei wird für die Suche vorbereitet, auch wenn Sie diese Seite schließen",
  addedWith: (chunks) => `Hinzugefügt, ${passages(chunks)}`,
  alreadyAdded: "Bereits hinzugefügt",
  alreadyAddedAs: (name) => `Bereits hinzugefügt als ${name}`,
  notRead: (kind) =>
    `Nicht hochgeladen: Dateien dieser Art (${kind}) werden nicht gelesen. Auf der Seite „Dokumente“ steht, welche gelesen werden.`,
  emptyFile: "Nicht hochgeladen: Die Datei ist leer.",
  connectionLost:
    "Die Verbindung zum Server ist abgebrochen. Versuchen Sie es erneut: Die Datei wird nur einmal gespeichert.",
  unreadable:
    "Die Datei konnte nicht gelesen werden. Vielleicht wurde sie geändert, verschoben oder gelöscht, oder es ist ein Ordner. Fügen Sie sie erneut hinzu.",
  bytes: (count) => `${number(count)} Byte`,
};
