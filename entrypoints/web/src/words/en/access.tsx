import type { ReactNode } from "react";

/** Signing in, and the keys, members and audit log of a workspace. */
export const access = {
  adminsOnly: "Only admins of the workspace see who has access to it.",
  intro: (workspace: ReactNode) => (
    <>Who may come into the workspace {workspace}, and what was done there.</>
  ),
  role: "Role",
  rolesExplained: {
    reader: "reader: asks, searches and reads",
    editor: "editor: adds and changes documents, too",
    admin: "admin: manages access, too",
  },
  auditLog: "Audit log",
  show: "Show",
  kinds: {
    "": "Everything",
    access: "Signing in",
    key: "Keys",
    member: "Members",
    document: "Documents",
    collection: "Collections",
    session: "Conversations",
    answer: "Questions",
    library: "Exports, backups and models",
  },
  noEntries: "No entries.",
  when: "When",
  who: "Who",
  what: "What",
  toWhichId: "To which id",
  refused: "refused",
  keys: "Keys",
  keysHint:
    "A key lets a program, or a person, do what its role allows. From the first key on, everybody needs one.",
  made: "Made",
  lastUsed: "Last used",
  neverUsed: "never",
  state: "State",
  revoked: (when: ReactNode) => <>revoked {when}</>,
  expired: "expired",
  expires: (when: ReactNode) => <>expires {when}</>,
  revoke: "Revoke",
  revokeNamed: (name: string) => `Revoke ${name}`,
  revokeTitle: "Revoke this key?",
  revokeDetails: (name: ReactNode) => (
    <>
      What uses the key {name} is refused from its next request on, and browsers that are signed in
      with it are signed out. This cannot be undone.
    </>
  ),
  members: "Members",
  membersHint:
    "People who signed in with your organisation. Their groups decide on their role, at each sign-in. Who is removed is signed out, and comes back unless their groups change.",
  noMembers: "Nobody has signed in yet.",
  lastSignIn: "Last sign-in",
  actions: "Actions",
  removeNamed: (name: string) => `Remove ${name}`,
  nameExample: "nightly import",
  groupsOptional: "Groups (optional)",
  lastDayOptional: "Last day (optional)",
  makeKey: "Make a key",
  firstKey:
    "This is the first key, so it is one of an admin. From then on everybody needs one. This browser is signed in with it; you need it again when that ends, so keep it.",
  keyMade: (name: ReactNode) => <>The key {name} was made. Copy it now: it is not shown again.</>,
  scrollable: (label: string) => `${label}, scrollable`,
  failures: {
    sign_in_failed: "The sign-in was not completed. Begin again.",
    not_a_member:
      "You are known to your organisation, but none of your groups is let in here. Ask whoever runs this server.",
    rate_limited: "Too many sign-ins come from your network. Try again in a minute.",
    provider_unavailable:
      "Your organisation’s sign-in does not answer. Try again in a moment, or sign in with a key.",
  },
  signIn: "Sign in",
  signInTitle: "Sign in to Quoth",
  signInWithOrganisation: "Sign in with your organisation",
  orWithKey: "or with a key",
  key: "Key",
  signingIn: "Signing in…",
  whoMakesKeys: (command: ReactNode) => (
    <>An admin of your workspace makes keys. On the machine of the server, {command} does.</>
  ),
  checkKey: (message: string) => `${message} Check that it was copied whole.`,
};
