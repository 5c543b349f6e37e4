import { act, renderHook, waitFor } from "@testing-library/react";
import { afterEach, expect, test, vi } from "vitest";

await vi.hoisted(() => import("@/testing/pageEnvironment"));

import { speak, t, useWords } from "@/words";
import { en } from "@/words/en";
import { number } from "@/words/format";
import {
  chooseLanguage,
  completeWords,
  showLanguage,
  storedLanguage,
  useLanguage,
} from "./language";

const page = document.documentElement;

function browserSpeaks(...languages: string[]) {
  vi.spyOn(navigator, "languages", "get").mockReturnValue(languages);
}

afterEach(() => speak(en, "en"));

test("without a choice, the first of the browser's languages that there is decides", async () => {
  browserSpeaks("fr-FR", "de-AT", "en");
  await showLanguage(null);
  expect(t.common.cancel).toBe("Abbrechen");
  expect([page.lang, page.dir]).toEqual(["de-AT", "ltr"]);
});

test("pages are in English for who speaks no language that they have", async () => {
  browserSpeaks("fr-FR");
  await showLanguage(null);
  expect(t.common.cancel).toBe("Cancel");
  expect(page.lang).toBe("en");
});

test("a language that was chosen is stored and shown, with the formats of the browser's own form", async () => {
  browserSpeaks("en-GB", "de-CH");
  chooseLanguage("de");
  await waitFor(() => expect(t.common.cancel).toBe("Abbrechen"));
  expect(storedLanguage()).toBe("de");
  expect(number(1_234.5)).toMatch(/^1[’']234\.5$/);
  chooseLanguage(null);
  await waitFor(() => expect(page.lang).toBe("en-GB"));
  expect(storedLanguage()).toBeNull();
});

test("of two choices one after the other, the last one is shown", async () => {
  browserSpeaks("en");
  chooseLanguage("de");
  chooseLanguage("en");
  await showLanguage(storedLanguage());
  expect(t.common.cancel).toBe("Cancel");
});

test("unknown stored values are ignored", () => {
  localStorage.setItem("quoth.language", "tlh");
  expect(storedLanguage()).toBeNull();
});

test("what is on the page is drawn again in a language that is chosen", async () => {
  browserSpeaks("en");
  const { result } = renderHook(() => [useWords().common.cancel, useLanguage()]);
  expect(result.current).toEqual(["Cancel", null]);
  await act(async () => {
    chooseLanguage("de");
    await showLanguage("de");
  });
  expect(result.current).toEqual(["Abbrechen", "de"]);
});

test("the first page loads its own words only, and what is loaded later finds all", async () => {
  browserSpeaks("de-DE");
  await showLanguage(null);
  await completeWords();
  expect(Object.keys(t)).not.toContain("settings");
  const all = await import("@/words/all");
  // several parts are loaded at the same time
  await Promise.all([completeWords(), completeWords()]);
  expect([all.t.settings.keyboard, all.t.common.cancel]).toEqual(["Tastatur", "Abbrechen"]);
  await showLanguage("en");
  expect(all.t.settings.keyboard).toBe("Keyboard");
});
