import { expect, test } from "vitest";
import { isAt, type PanelAddress, panelIn, searchOf } from "./panelAddress";

const PLACE = { kind: "document", documentId: "a/b&c", start: 7, end: 12 } as const;

test.each<PanelAddress>([PLACE, { ...PLACE, version: 3 }, { kind: "inside", messageId: "m 1" }])(
  "reads from an address what was written into it",
  (panel) => {
    expect(panelIn(searchOf(panel))).toEqual(panel);
  },
);

test.each([
  "",
  "?doc=d",
  "?doc=d&start=1",
  "?doc=d&start=x&end=2",
  "?doc=d&start=-1&end=2",
  "?q=1",
])("finds no panel in %j", (search) => {
  expect(panelIn(search)).toBeNull();
});

test("compares a place with an address", () => {
  const place = { ...PLACE, version: 2, filename: "d.md" };
  expect(isAt(place, PLACE)).toBe(true);
  expect(isAt(place, { ...PLACE, version: 2 })).toBe(true);
  expect(isAt(place, { ...PLACE, version: 1 })).toBe(false);
  expect(isAt({ ...place, end: 13 }, PLACE)).toBe(false);
});
