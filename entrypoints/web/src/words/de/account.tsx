import type { Words } from "@/words/all";

export const account: Words["account"] = {
  account: "Konto",
  signOut: "Abmelden",
  workspace: "Arbeitsbereich",
  inWorkspace: (workspace) => <>Arbeitsbereich {workspace}</>,
  roles: { reader: "Lesen", editor: "Bearbeiten", admin: "Verwalten" },
};
