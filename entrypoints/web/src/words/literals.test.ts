import ts from "typescript";
import { expect, test } from "vitest";

/** The sources of the pages and of the help box, without the catalogues and the tests. */
const SOURCES = import.meta.glob<string>(
  [
    "/src/**/*.{ts,tsx}",
    "!/src/**/*.test.*",
    "!/src/testing/**",
    "!/src/words/**",
    "!/src/widget/words.ts",
  ],
  { query: "?raw", import: "default", eager: true },
);

/** The same in every language: names, commands, examples and keys. */
const SAME_EVERYWHERE = new Set([
  "Quoth",
  "SHA-256",
  "Valkey",
  "Groq",
  "Anthropic",
  "English",
  "Deutsch",
  ".env",
  "quoth",
  "quoth key create",
  "quoth --workspace quota set",
  "quoth_…",
  "https://example.org/handbook.html",
  "GROQ_API_KEY",
  "QUOTH_LANGUAGE_MODEL",
  "QUOTH_MODELS_FILE",
  "Enter",
  "Escape",
  "Home",
  "End",
  "Files", // what browsers call dragged files
  "Words", // the end of a class name
]);

/** Files whose sentences are no words of the pages. */
const OTHER_SENTENCES = new Set([
  "/src/features/conversations/manual.ts", // questions that the English manual answers
  "/src/features/conversations/suggestions.ts", // questions in the language of a document
  "/src/features/documents/languages.ts", // codes of languages
  "/src/lib/placeName.ts", // headings that the server makes
  "/src/main.tsx", // an error for developers
]);

/** Attributes that people see or hear. */
const SHOWN = /^(alt|aria-(description|label|roledescription|valuetext)|label|placeholder|title)$/;
const SENTENCE = /^\p{Lu}\p{Ll}*['’]?\p{Ll}* \S|(?:\p{L}{2,} ){2}\p{L}{2,}/u;
const CAPITALISED = /^\p{Lu}\p{Ll}+[.…!?]?$/u;

test("people are shown no words that are not in the catalogue", () => {
  expect(literals().filter(({ words }) => !SAME_EVERYWHERE.has(words))).toEqual([]);
});

test("words are read where they are shown, when the language is known", () => {
  const ofPages = parsed().filter(({ path }) => !path.startsWith("/src/widget/"));
  const early = ofPages.flatMap(({ path, file }) =>
    nodesOf(file)
      .filter((node) => ts.isPropertyAccessExpression(node) && node.expression.getText() === "t")
      .filter((node) => !ancestorsOf(node).some(ts.isFunctionLike))
      .filter((node) => !ancestorsOf(node).some(ts.isTypeNode))
      .map((node) => `${path}: ${node.getText()}`),
  );
  expect(early).toEqual([]);
});

interface Literal {
  path: string;
  words: string;
}

function literals(): Literal[] {
  return parsed().flatMap(({ path, file }) =>
    nodesOf(file).flatMap((node) => {
      const words = wordsOf(node).trim().replace(/\s+/g, " ");
      if (!/\p{L}/u.test(words)) return [];
      const isSentence =
        !OTHER_SENTENCES.has(path) && (SENTENCE.test(words) || CAPITALISED.test(words));
      return isSentence || isDrawn(node) ? [{ path, words }] : [];
    }),
  );
}

/** Returns the words of a literal, without what is inserted; "" for any other node. */
function wordsOf(node: ts.Node): string {
  if (ts.isImportDeclaration(node.parent) || ts.isLiteralTypeNode(node.parent)) return "";
  if (ts.isJsxText(node) || ts.isStringLiteralLike(node)) return node.text;
  if (!ts.isTemplateExpression(node)) return "";
  return [node.head, ...node.templateSpans.map(({ literal }) => literal)]
    .map(({ text }) => text)
    .join("");
}

/** Whether a literal is drawn as it is, or named in an attribute that people see or hear. */
function isDrawn(node: ts.Node): boolean {
  if (ts.isJsxText(node)) return true;
  const around = ancestorsOf(node).find((each) => !isChoice(each));
  if (around && ts.isJsxAttribute(around)) return SHOWN.test(around.name.getText());
  if (!around || !ts.isJsxExpression(around)) return false;
  const { parent } = around;
  return ts.isJsxAttribute(parent) ? SHOWN.test(parent.name.getText()) : true;
}

/** Whether a node passes on one of the values in it, such as `a ? "b" : "c"`. */
function isChoice(node: ts.Node): boolean {
  if (ts.isBinaryExpression(node)) return /^(&&|\|\||\?\?)$/.test(node.operatorToken.getText());
  return ts.isConditionalExpression(node) || ts.isParenthesizedExpression(node);
}

function parsed() {
  return Object.entries(SOURCES).map(([path, source]) => {
    const kind = path.endsWith("x") ? ts.ScriptKind.TSX : ts.ScriptKind.TS;
    return { path, file: ts.createSourceFile(path, source, ts.ScriptTarget.Latest, true, kind) };
  });
}

function nodesOf(file: ts.SourceFile): ts.Node[] {
  const nodes: ts.Node[] = [];
  const visit = (node: ts.Node) => {
    nodes.push(node);
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(file, visit);
  return nodes;
}

function ancestorsOf(node: ts.Node): ts.Node[] {
  return node.parent ? [node.parent, ...ancestorsOf(node.parent)] : [];
}
