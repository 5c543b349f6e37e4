import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

/** Pages of a PDF have their left on the left in every language. */
const PHYSICAL = "features/pdf/PdfPage.module.css";

const SIDES =
  /(?:margin|padding|border)-(?:left|right)|border-(?:top|bottom)-(?:left|right)|(?:text-align|float): *(?:left|right)|^\s*(?:left|right):(?! *50%)/gm;

test("style sheets name sides by the direction of the text", () => {
  const sheets = readdirSync("src", { recursive: true }).filter((path) => path.endsWith(".css"));
  const found = sheets
    .filter((path) => path !== PHYSICAL)
    .flatMap((path) => {
      const sides = readFileSync(`src/${path}`, "utf8").match(SIDES) ?? [];
      return sides.map((side) => `${path}: ${side.trim()}`);
    });
  expect(sheets).toContain(PHYSICAL);
  expect(found).toEqual([]);
});
