import { afterEach, expect, test } from "vitest";
import { t } from "./all";
import { all as de } from "./de/all";
import { en } from "./en";
import { later } from "./en/later";
import { counted, day, languageOf, listed, number, percent } from "./format";
import { speak } from "./index";

afterEach(() => speak(en, "en"));

/** Returns the names of all words, such as "common.cancel", with how many values each inserts. */
function shapeOf(words: object, path = ""): string[] {
  return Object.entries(words).flatMap(([name, value]) => {
    const own = path === "" ? name : `${path}.${name}`;
    return typeof value === "object" ? shapeOf(value, own) : [`${own} ${typeof value}`];
  });
}

test("each language has the words that English has, and no others", () => {
  expect(shapeOf(de).sort()).toEqual(shapeOf({ ...en, ...later }).sort());
});

test("no word is empty", () => {
  const empty = (words: object): boolean =>
    Object.values(words).some((value) => (typeof value === "object" ? empty(value) : value === ""));
  expect([empty(en), empty(later), empty(de)]).toEqual([false, false, false]);
});

test("German has its own quotation marks, and none of another language", () => {
  const sources = import.meta.glob<string>("./de/*", {
    query: "?raw",
    import: "default",
    eager: true,
  });
  // “ ends a German quotation, and never begins one
  for (const source of Object.values(sources)) expect(source).not.toMatch(/(?:^|[\s(`>])“|”|’/m);
});

test("German has one word for each thing", () => {
  const sources = import.meta.glob<string>(["./de/*", "/src/widget/words.ts"], {
    query: "?raw",
    import: "default",
    eager: true,
  });
  // bestätigt, Wortlaut or Zitat, befragen, enthält weiterhin, erneut, Person, stoppen, anzeigen
  const others =
    /geprüfte|Sätzen? geprüft|(?:zitierten|genau diese) Wörter|(?:Dokumente?|Sammlungen) fragen|bewahrt|noch einmal|Mensch|angehalten|Anhalten|(?<![Aa]n)zeigen["`]/;
  for (const source of Object.values(sources)) expect(source).not.toMatch(others);
});

test("numbers, dates, lists and names of languages are those of the locale", () => {
  expect([number(1_234.5), percent(0.17)]).toEqual(["1,234.5", "17%"]);
  expect(day("2026-03-12T10:00:00")).toBe("Mar 12, 2026");
  speak(de, "de-DE");
  expect([number(1_234.5), percent(0.17)]).toEqual(["1.234,5", "17\u00a0%"]);
  expect(day("2026-03-12T10:00:00")).toBe("12.03.2026");
  expect(listed(["PDF", "Word", "Markdown"])).toBe("PDF, Word und Markdown");
  expect(languageOf("de")).toBe("Deutsch");
});

test("nouns have the form that the plural rules of the locale choose", () => {
  const forms = { one: "plik", few: "pliki", many: "plików", other: "pliku" };
  speak(en, "pl");
  expect([1, 3, 5].map((count) => counted(count, forms))).toEqual([
    "1 plik",
    "3 pliki",
    "5 plików",
  ]);
  speak(de, "de");
  expect(t.documents.count(1)).toBe("1 Dokument");
  expect(t.documents.count(2_000)).toBe("2.000 Dokumente");
});
