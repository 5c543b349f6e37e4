import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, test, vi } from "vitest";

const { problem, server, show } = await vi.hoisted(() => import("@/testing/pageEnvironment"));

import { readModel } from "@/features/models";
import { accessibilityViolations } from "@/testing/accessibility";
import { SettingsPage } from "./SettingsPage";

const HOUSE = {
  name: "house",
  provider: "groq",
  default: true,
  context_window: 8_192,
  price_in: 0.1,
  price_out: 0.4,
  available: true,
  problem: null,
};
const QUOTING = { ...HOUSE, name: "extractive", provider: "extractive", default: false };
const FAILED = { ...HOUSE, name: "small", default: false, problem: "The key is wrong." };

const setting = (name: string, value: unknown, usual = value) => ({ name, value, default: usual });

beforeEach(() => {
  delete document.documentElement.dataset.theme;
  server.on("GET /api/me", () => Response.json({ role: "admin", workspace: "house", name: "Ada" }));
  server.on("GET /api/model", () => Response.json({ items: [HOUSE, FAILED, QUOTING] }));
  server.on("GET /api/setting", () =>
    Response.json({
      items: [
        setting("QUOTH_SEARCH_TOP_K", 7, 5),
        setting("QUOTH_SEARCH_MIN_CONFIDENCE", 0.5),
        setting("QUOTH_MAX_UPLOAD_BYTES", 104_857_600),
        setting("QUOTH_CHAT_RATE_LIMIT", 0, 20),
        setting("QUOTH_OF_A_LATER_VERSION", 3),
      ],
    }),
  );
  server.on("GET /api/me/usage", () =>
    Response.json({
      documents: 12,
      bytes: 3_500_000,
      questions_today: 4,
      model_tokens_today: 0,
      day_ends_in_seconds: 60,
      quotas: {
        documents: 100,
        bytes: null,
        questions_per_day: null,
        model_tokens_per_day: null,
      },
    }),
  );
  server.on("GET /api/health", () =>
    Response.json({
      status: "healthy",
      database: "connected",
      embedding_service: "loaded",
      embedding_model: "all-MiniLM-L6-v2",
      embedding_note: null,
      file_readers: "ready",
      valkey: null,
      language_model: "groq",
      version: "1.2.3",
    }),
  );
});

async function row(section: string, name: string): Promise<string[]> {
  const within_ = within(await screen.findByRole("region", { name: section }));
  const term = await within_.findByText(name, { selector: "dt" });
  return Array.from(term.parentElement?.querySelectorAll("dd") ?? [], (each) => each.textContent);
}

test("shows each setting with what it does, and where it is changed", async () => {
  show(<SettingsPage />);
  const [value, what, place] = await row("Search and answers", "Passages for an answer");
  expect(value).toBe("7 (by default 5)");
  expect(what).toMatch(/^An answer draws on so many passages/);
  expect(place).toBe("QUOTH_SEARCH_TOP_K");
  expect((await row("Search and answers", "Least confidence"))[0]).toBe("50%");
  expect((await row("Documents", "Largest file"))[0]).toBe("100 MiB");
  expect((await row("Limits", "Questions"))[0]).toBe("no limit (by default 20 a minute)");
  expect(screen.queryByText(/LATER_VERSION/)).toBeNull();
});

test("shows what is stored and used, and the command that changes the quotas", async () => {
  show(<SettingsPage />);
  const documents = await row("Storage and quotas", "Documents");
  expect([documents[0], documents[2]]).toEqual([
    "12 of 100",
    "quoth --workspace house quota set --documents",
  ]);
  expect((await row("Storage and quotas", "Storage used"))[0]).toBe("3.3 MiB, no limit");
});

test("shows the version and whether each part works", async () => {
  show(<SettingsPage />);
  expect(await row("Version and health", "Version")).toEqual(["1.2.3"]);
  expect((await row("Version and health", "Embedding model"))[0]).toBe("all-MiniLM-L6-v2, works");
  expect(await accessibilityViolations()).toEqual([]);
});

test("chooses a theme", async () => {
  show(<SettingsPage />);
  expect(screen.getByRole<HTMLInputElement>("radio", { name: "As the system" }).checked).toBe(true);
  await userEvent.click(screen.getByRole("radio", { name: "Dark" }));
  expect(document.documentElement.dataset.theme).toBe("dark");
  await userEvent.click(screen.getByRole("radio", { name: "As the system" }));
  expect(document.documentElement.dataset.theme).toBeUndefined();
});

test("chooses a language model, and says which failed", async () => {
  show(<SettingsPage />);
  const house = await screen.findByRole<HTMLInputElement>("radio", { name: /^house/ });
  expect(house.checked).toBe(true);
  expect(screen.getByText("Failed when it was last used: The key is wrong.")).toBeDefined();
  await userEvent.click(screen.getByRole("radio", { name: /^Quotations only/ }));
  expect(readModel()).toBe("extractive");
  await userEvent.click(house);
  expect(readModel()).toBeNull();
});

test("switches the shortcuts of one character off and on", async () => {
  show(<SettingsPage />);
  const box = await screen.findByRole<HTMLInputElement>("checkbox", { name: /Shortcuts of one/ });
  await userEvent.click(box);
  expect(localStorage.getItem("quoth.keys")).toBe("off");
  await userEvent.click(box);
  expect(localStorage.getItem("quoth.keys")).toBeNull();
});

test("shows what it can if a part cannot be read, and tries again", async () => {
  server.on("GET /api/me/usage", () => problem(503, "database_unavailable", "No database."));
  show(<SettingsPage />);
  expect(await screen.findByText("No database.")).toBeDefined();
  expect((await row("Version and health", "Version"))[0]).toBe("1.2.3");
  expect(screen.getByRole("button", { name: "Try again" })).toBeDefined();
});
