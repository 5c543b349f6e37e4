import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, test, vi } from "vitest";

const { page, problem, server, show } = await vi.hoisted(() => import("@/testing/pageEnvironment"));

import { accessibilityViolations } from "@/testing/accessibility";
import { AccessPage } from "./AccessPage";
import { Account } from "./Account";
import { SignInGate } from "./SignInGate";

const ME = { workspace: "default", role: "admin", name: "Ada", groups: [] };
const KEY = {
  key_id: "k1",
  name: "nightly import",
  role: "editor",
  prefix: "quoth_abcd1234",
  origins: [],
  groups: ["legal"],
  created_at: "2026-03-12T09:05:00Z",
  expires_at: null,
  revoked_at: null,
  last_used_at: null,
};
const MEMBER = {
  member_id: "m1",
  name: "Bob",
  role: "reader",
  groups: ["staff"],
  last_sign_in_at: "2026-03-12T09:05:00Z",
};
const ENTRY = {
  entry_id: "e1",
  at: "2026-03-12T09:05:00Z",
  actor: "Bob",
  key_id: null,
  member_id: "m1",
  role: "reader",
  action: "document.delete",
  target: "0190",
  outcome: "refused",
  request_id: "r",
};
const own = (signed_in: boolean, ...others: string[]) => ({
  items: ["default", ...others].map((workspace) => ({
    workspace,
    role: "admin",
    current: workspace === "default",
  })),
  signed_in,
});
const refused = () => problem(401, "not_authenticated", "This needs a key.");
const assign = vi.fn();

beforeEach(() => {
  assign.mockReset();
  vi.stubGlobal("location", { ...window.location, pathname: "/documents", search: "", assign });
  server.on("GET /api/me", () => Response.json(ME));
  server.on("GET /api/me/workspace", () => Response.json(own(true)));
  server.on("GET /api/sign-in", () => Response.json({ provider: false }));
  server.on("GET /api/key", () => page([KEY]));
  server.on("GET /api/member", () => page([MEMBER]));
  server.on("GET /api/audit", () => page([ENTRY]));
});

test("asks to sign in once the server says that nobody is, and stays where it was", async () => {
  server.on("GET /api/me", refused);
  let sent: unknown;
  server.on("POST /api/sign-in", async (request) => {
    sent = await request.json();
    return sent instanceof Object && "key" in sent && sent.key === "quoth_right"
      ? Response.json({ ...ME, expires_at: "2026-03-12T09:05:00Z" })
      : problem(401, "sign_in_failed", "This is no key of this server.");
  });
  show(<SignInGate>The page</SignInGate>);
  expect(await screen.findByRole("heading", { name: "Sign in to Quoth" })).toBeDefined();
  expect(screen.queryByText("The page")).toBeNull();
  expect(screen.queryByRole("link", { name: "Sign in with your organisation" })).toBeNull();
  const field = screen.getByLabelText("Key");
  await userEvent.type(field, "quoth_wrong{Enter}");
  expect((await screen.findByRole("alert")).textContent).toContain("This is no key");
  await userEvent.clear(field);
  await userEvent.type(field, "quoth_right{Enter}");
  await waitFor(() => expect(assign).toHaveBeenCalledWith("/documents"));
  expect(sent).toEqual({ key: "quoth_right" });
  expect(await accessibilityViolations()).toEqual([]);
});

test("offers the provider, and says what went wrong there", async () => {
  vi.stubGlobal("location", { ...window.location, search: "?sign_in=not_a_member", assign });
  server.on("GET /api/me", refused);
  server.on("GET /api/sign-in", () => Response.json({ provider: true }));
  show(<SignInGate>The page</SignInGate>);
  const link = await screen.findByRole("link", { name: "Sign in with your organisation" });
  expect(link.getAttribute("href")).toBe("/api/sign-in/provider/");
  expect(screen.getByRole("alert").textContent).toContain("none of your groups is let in");
});

test("notices by any request that a sign-in has ended", async () => {
  show(
    <SignInGate>
      <AccessPage />
    </SignInGate>,
  );
  await screen.findByText("nightly import");
  for (const route of ["GET /api/me", "GET /api/audit"]) server.on(route, refused);
  await userEvent.selectOptions(screen.getByLabelText("Show"), "Keys");
  expect(await screen.findByRole("heading", { name: "Sign in to Quoth" })).toBeDefined();
});

test("says who is signed in, and signs out or goes on in another workspace", async () => {
  server.on("GET /api/me/workspace", () => Response.json(own(true, "library")));
  server.on("POST /api/me/workspace", () => Response.json(own(true).items[0]));
  server.on("POST /api/sign-out", () => new Response(null, { status: 204 }));
  sessionStorage.setItem("quoth-draft-new", "typed");
  show(<Account />);
  const account = await screen.findByRole("region", { name: "Account" });
  expect(account.textContent).toContain("Ada");
  await userEvent.selectOptions(within(account).getByLabelText("Workspace"), "library");
  await waitFor(() => expect(assign).toHaveBeenCalledWith("/"));
  await userEvent.click(within(account).getByRole("button", { name: "Sign out" }));
  await waitFor(() => expect(assign).toHaveBeenCalledTimes(2));
  expect(sessionStorage.length).toBe(0);
});

test("shows no account where nobody has to sign in", async () => {
  server.on("GET /api/me/workspace", () => Response.json(own(false)));
  const { history } = show(<Account />);
  await waitFor(() => expect(server.log).toContain("GET /api/me/workspace"));
  expect(screen.queryByRole("region", { name: "Account" })).toBeNull();
  expect(history).toBeDefined();
});

test("lists keys, members and the audit log, and revokes and removes", async () => {
  server.on("DELETE /api/key/k1", () => Response.json(KEY));
  server.on("DELETE /api/member/m1", () => new Response(null, { status: 204 }));
  show(<AccessPage />);
  const key = (await screen.findByText("nightly import")).closest("tr");
  expect(key?.textContent).toContain("quoth_abcd1234…");
  expect(key?.textContent).toContain("never");
  expect(key?.textContent).toContain("legal");
  const entry = (await screen.findByText("document.delete")).closest("tr");
  expect(entry?.textContent).toContain("refused");
  expect(entry?.textContent).toContain("0190");
  expect(entry?.textContent).toContain("m1"); // another may be called Bob as well
  expect(await accessibilityViolations()).toEqual([]);

  await userEvent.click(screen.getByRole("button", { name: "Revoke nightly import" }));
  const dialog = await screen.findByRole("dialog", { name: "Revoke this key?" });
  server.on("GET /api/key", () => page([{ ...KEY, revoked_at: "2026-03-13T09:05:00Z" }]));
  await userEvent.click(within(dialog).getByRole("button", { name: "Revoke" }));
  expect(await screen.findByText("revoked")).toBeDefined();
  await userEvent.click(await screen.findByRole("button", { name: "Remove Bob" }));
  await waitFor(() => expect(server.log).toContain("DELETE /api/member/m1"));
});

test("shows a new key once, and signs in with the first one", async () => {
  let isSignedIn = false;
  server.on("GET /api/me/workspace", () => Response.json(own(isSignedIn)));
  server.on("POST /api/key", async (request) => {
    expect(await request.json()).toEqual({
      name: "Ada's laptop",
      role: "admin",
      groups: [],
      expires_at: null,
    });
    return Response.json({ ...KEY, key: "quoth_secret" }, { status: 201 });
  });
  server.on("POST /api/sign-in", () => {
    isSignedIn = true;
    return Response.json({ ...ME, expires_at: "2026-03-12T09:05:00Z" });
  });
  show(<AccessPage />);
  expect(await screen.findByText(/This is the first key/)).toBeDefined();
  await userEvent.type(screen.getByLabelText("Name"), "Ada's laptop");
  await userEvent.click(screen.getByRole("button", { name: "Make a key" }));
  expect(await screen.findByText("quoth_secret")).toBeDefined();
  await waitFor(() => expect(screen.queryByText(/This is the first key/)).toBeNull());
  expect(screen.getByText("quoth_secret")).toBeDefined();
  await userEvent.click(screen.getByRole("button", { name: "Dismiss" }));
  expect(screen.queryByText("quoth_secret")).toBeNull();
});

test("makes a key for groups, which are known from members and keys", async () => {
  let sent: unknown;
  server.on("POST /api/key", async (request) => {
    sent = await request.json();
    return Response.json({ ...KEY, key: "quoth_secret" }, { status: 201 });
  });
  show(<AccessPage />);
  await userEvent.type(await screen.findByLabelText("Name"), "ci");
  const field = screen.getByLabelText("Groups (optional)");
  await waitFor(() => {
    const known = document.getElementById(field.getAttribute("list") ?? "")?.children ?? [];
    expect(Array.from(known, (each) => each.getAttribute("value"))).toEqual(["legal", "staff"]);
  });
  await userEvent.type(field, "legal{Enter}mistake{Enter}board");
  await userEvent.click(screen.getByRole("button", { name: "Remove the group mistake" }));
  await userEvent.click(screen.getByRole("button", { name: "Make a key" }));
  await waitFor(() =>
    expect(sent).toMatchObject({ name: "ci", role: "reader", groups: ["legal", "board"] }),
  );
});

test("shows nothing of it to others than admins", async () => {
  server.on("GET /api/me", () => Response.json({ ...ME, role: "reader" }));
  show(<AccessPage />);
  expect(await screen.findByText(/Only admins/)).toBeDefined();
  expect(server.log.some((entry) => entry.includes("/api/key"))).toBe(false);
});
