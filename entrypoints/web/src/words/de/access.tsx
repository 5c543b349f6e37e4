import type { Words } from "@/words/all";

export const access: Words["access"] = {
  adminsOnly: "Nur wer den Arbeitsbereich verwaltet, sieht, wer Zugang zu ihm hat.",
  intro: (workspace) => <>Wer in den Arbeitsbereich {workspace} darf und was dort getan wurde.</>,
  role: "Rolle",
  rolesExplained: {
    reader: "Lesen: darf fragen, suchen und lesen",
    editor: "Bearbeiten: darf auch Dokumente hinzufügen und ändern",
    admin: "Verwalten: darf auch den Zugang regeln",
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
  toWhichId: "Betroffene Kennung",
  refused: "abgelehnt",
  keys: "Schlüssel",
  keysHint:
    "Ein Schlüssel erlaubt einem Programm oder einer Person, was seine Rolle zulässt. Sobald es einen Schlüssel gibt, brauchen alle einen.",
  made: "Angelegt",
  lastUsed: "Zuletzt verwendet",
  neverUsed: "nie",
  state: "Status",
  revoked: (when) => <>widerrufen am {when}</>,
  expired: "abgelaufen",
  expires: (when) => <>gültig bis {when}</>,
  revoke: "Widerrufen",
  revokeNamed: (name) => `${name} widerrufen`,
  revokeTitle: "Diesen Schlüssel widerrufen?",
  revokeDetails: (name) => (
    <>
      Was den Schlüssel {name} verwendet, wird ab der nächsten Anfrage abgelehnt, und Browser, die
      damit angemeldet sind, werden abgemeldet. Das lässt sich nicht rückgängig machen.
    </>
  ),
  members: "Mitglieder",
  membersHint:
    "Personen, die sich über Ihre Organisation angemeldet haben. Ihre Gruppen bestimmen bei jeder Anmeldung ihre Rolle. Wer entfernt wird, wird abgemeldet und kann wiederkommen, solange sich die Gruppen nicht ändern.",
  noMembers: "Bisher hat sich niemand angemeldet.",
  lastSignIn: "Letzte Anmeldung",
  actions: "Aktionen",
  removeNamed: (name) => `${name} entfernen`,
  nameExample: "nächtlicher Import",
  groupsOptional: "Gruppen (optional)",
  lastDayOptional: "Letzter Tag (optional)",
  makeKey: "Schlüssel anlegen",
  firstKey:
    "Dies ist der erste Schlüssel, deshalb hat er die Rolle „Verwalten“. Sobald er angelegt ist, brauchen alle einen, und dieser Browser ist damit angemeldet. Wenn die Anmeldung endet, brauchen Sie ihn erneut: Bewahren Sie ihn auf.",
  keyMade: (name) => (
    <>
      Der Schlüssel {name} wurde angelegt. Kopieren Sie ihn jetzt: Er wird nicht erneut angezeigt.
    </>
  ),
  scrollable: (label) => `${label}, scrollbar`,
  failures: {
    sign_in_failed: "Die Anmeldung wurde nicht abgeschlossen. Beginnen Sie erneut.",
    not_a_member:
      "Ihre Organisation kennt Sie, aber keine Ihrer Gruppen hat hier Zugang. Wenden Sie sich an die Person, die diesen Server betreibt.",
    rate_limited:
      "Aus Ihrem Netz kommen zu viele Anmeldungen. Versuchen Sie es in einer Minute erneut.",
    provider_unavailable:
      "Die Anmeldung Ihrer Organisation antwortet nicht. Versuchen Sie es gleich erneut, oder melden Sie sich mit einem Schlüssel an.",
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
  checkKey: (message) => `${message} Prüfen Sie, ob der Schlüssel vollständig kopiert wurde.`,
};
