import type { Words } from "@/words/all";

export const access: Words["access"] = {
  adminsOnly: "Nur wer den Arbeitsbereich verwaltet, sieht, wer Zugang zu ihm hat.",
  intro: (workspace) => <>Wer in den Arbeitsbereich {workspace} darf und was dort getan wurde.</>,
  role: "Rolle",
  rolesExplained: {
    reader: "Lesen: fragt, sucht und liest",
    editor: "Bearbeiten: fügt auch Dokumente hinzu und ändert sie",
    admin: "Verwalten: regelt auch den Zugang",
  },
  auditLog: "Protokoll",
  show: "Anzeigen",
  kinds: {
    "": "Alles",
    access: "Anmeldungen",
    key: "Schlüssel",
    member: "Mitglieder",
    document: "Dokumente",
    collection: "Sammlungen",
    session: "Unterhaltungen",
    answer: "Fragen",
    library: "Exporte, Sicherungen und Modelle",
  },
  noEntries: "Keine Einträge.",
  when: "Wann",
  who: "Wer",
  what: "Was",
  toWhichId: "An welcher Kennung",
  refused: "abgelehnt",
  keys: "Schlüssel",
  keysHint:
    "Ein Schlüssel erlaubt einem Programm oder einem Menschen, was seine Rolle zulässt. Ab dem ersten Schlüssel brauchen alle einen.",
  made: "Angelegt",
  lastUsed: "Zuletzt verwendet",
  neverUsed: "nie",
  state: "Status",
  revoked: (when) => <>gesperrt {when}</>,
  expired: "abgelaufen",
  expires: (when) => <>gültig bis {when}</>,
  revoke: "Sperren",
  revokeNamed: (name) => `${name} sperren`,
  revokeTitle: "Diesen Schlüssel sperren?",
  revokeDetails: (name) => (
    <>
      Was den Schlüssel {name} verwendet, wird ab der nächsten Anfrage abgelehnt, und Browser, die
      damit angemeldet sind, werden abgemeldet. Das lässt sich nicht rückgängig machen.
    </>
  ),
  members: "Mitglieder",
  membersHint:
    "Menschen, die sich über Ihre Organisation angemeldet haben. Ihre Gruppen bestimmen bei jeder Anmeldung ihre Rolle. Wer entfernt wird, wird abgemeldet und kann wiederkommen, solange sich die Gruppen nicht ändern.",
  noMembers: "Bisher hat sich niemand angemeldet.",
  lastSignIn: "Letzte Anmeldung",
  actions: "Aktionen",
  removeNamed: (name) => `${name} entfernen`,
  nameExample: "nächtlicher Import",
  groupsOptional: "Gruppen (optional)",
  lastDayOptional: "Letzter Tag (optional)",
  makeKey: "Schlüssel anlegen",
  firstKey:
    "Dies ist der erste Schlüssel, deshalb hat er die Rolle „Verwalten“. Ab dann brauchen alle einen. Dieser Browser ist damit angemeldet; danach brauchen Sie ihn wieder, also bewahren Sie ihn auf.",
  keyMade: (name) => (
    <>
      Der Schlüssel {name} wurde angelegt. Kopieren Sie ihn jetzt: Er wird nicht wieder angezeigt.
    </>
  ),
  scrollable: (label) => `${label}, verschiebbar`,
  failures: {
    sign_in_failed: "Die Anmeldung wurde nicht abgeschlossen. Beginnen Sie noch einmal.",
    not_a_member:
      "Ihre Organisation kennt Sie, aber keine Ihrer Gruppen hat hier Zutritt. Fragen Sie, wer diesen Server betreibt.",
    rate_limited:
      "Aus Ihrem Netz kommen zu viele Anmeldungen. Versuchen Sie es in einer Minute noch einmal.",
    provider_unavailable:
      "Die Anmeldung Ihrer Organisation antwortet nicht. Versuchen Sie es gleich noch einmal, oder melden Sie sich mit einem Schlüssel an.",
  },
  signIn: "Anmelden",
  signInTitle: "Bei Quoth anmelden",
  signInWithOrganisation: "Über Ihre Organisation anmelden",
  orWithKey: "oder mit einem Schlüssel",
  key: "Schlüssel",
  signingIn: "Anmeldung läuft …",
  whoMakesKeys: (command) => (
    <>
      Wer Ihren Arbeitsbereich verwaltet, legt Schlüssel an. Auf dem Rechner des Servers geht das
      mit {command}.
    </>
  ),
  checkKey: (message) => `${message} Prüfen Sie, ob er vollständig kopiert wurde.`,
};
