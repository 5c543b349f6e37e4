import type { ReactNode } from "react";

/** Who is signed in. */
export const account = {
  account: "Account",
  signOut: "Sign out",
  workspace: "Workspace",
  inWorkspace: (workspace: ReactNode) => <>Workspace {workspace}</>,
  roles: { reader: "reader", editor: "editor", admin: "admin" },
};
