import { expect, test } from "vitest";

const SHEETS = import.meta.glob<string>("/src/**/*.css", {
  query: "?raw",
  import: "default",
  eager: true,
});

/** Pages of a PDF have their left on the left in every language. */
const PHYSICAL = "/src/features/pdf/PdfPage.module.css";

test("style sheets name sides by the direction of the text", () => {
  const physical =
    /(?:margin|padding|border)-(?:left|right)|border-(?:top|bottom)-(?:left|right)|(?:text-align|float): *(?:left|right)|^\s*(?:left|right): *(?!50%)/gm;
  const found = Object.entries(SHEETS)
    .filter(([path]) => path !== PHYSICAL)
    .flatMap(([path, sheet]) =>
      (sheet.match(physical) ?? []).map((each) => `${path}: ${each.trim()}`),
    );
  expect(found).toEqual([]);
});
