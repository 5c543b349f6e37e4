import { expect, test } from "vitest";
import { aCitation, aSource } from "@/testing/answers";
import { placeName, placeWithin } from "./placeName";

test("a place is named by its file, its page and the innermost heading above it", () => {
  const place = aCitation({ filename: "report.pdf", page: 12, section: ["Report", "Liquidity"] });
  expect(placeName(place)).toBe("report.pdf, page 12, Liquidity");
});

test("slides, sheets with their rows and parts of mails are named likewise", () => {
  expect(placeWithin(aSource({ slide: 3 }))).toBe("slide 3");
  expect(placeWithin(aSource({ sheet: "Budget", row: 17 }))).toBe("sheet Budget, row 17");
  expect(placeWithin(aSource({ part: "Quoted history" }))).toBe("Quoted history");
});

test("a heading that says the same is left out", () => {
  const sheet = aSource({ sheet: "Budget", row: 17, section: ["Budget"] });
  expect(placeWithin(sheet)).toBe("sheet Budget, row 17");
  expect(placeWithin(aSource({ slide: 3, section: ["Slide 3"] }))).toBe("slide 3");
  expect(placeWithin(aSource({ slide: 3, section: ["Growth"] }))).toBe("slide 3, Growth");
});

test("a place of which only the characters are known is named by its file alone", () => {
  expect(placeName(aSource({ filename: "notes.txt" }))).toBe("notes.txt");
  expect(placeWithin(aSource())).toBe("");
});
