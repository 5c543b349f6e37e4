import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

test("what is drawn again only if its properties change follows the language, too", () => {
  const components = readdirSync("src", { recursive: true })
    .filter((path) => path.endsWith(".tsx") && !path.endsWith(".test.tsx"))
    .filter((path) => /\bmemo\(/.test(readFileSync(`src/${path}`, "utf8")));
  expect(components).toContain("features/answer/MarkdownBlock.tsx");
  const deaf = components.filter(
    (path) => !readFileSync(`src/${path}`, "utf8").includes("useWords()"),
  );
  expect(deaf).toEqual([]);
});
