/** Questions that a document answers, found in its own headings and definitions. */

const MOST_WORDS = 12;
const MOST_QUESTIONS = 3;

/** A sentence that says what something is, and the question that asks for it, by language. */
const DEFINITIONS: Record<string, { sentence: RegExp; ask(name: string, verb: string): string }> = {
  en: {
    sentence:
      /^(?<name>(?:(?:A|An|The) )?\p{L}[\p{L}\p{N}-]*(?: [\p{L}\p{N}-]+){0,4}?) (?<verb>is|are) (?:an?|the|any|one of) \p{L}/u,
    ask: (name, verb) => `What ${verb} ${lowerArticle(name)}?`,
  },
  de: {
    sentence:
      /^(?<name>(?:(?:Ein|Eine|Der|Die|Das) )?\p{Lu}[\p{L}\p{N}-]*(?: [\p{L}\p{N}-]+){0,3}?) (?<verb>ist|sind) (?:eine?|der|die|das) \p{L}/u,
    ask: (name, verb) => `Was ${verb} ${lowerArticle(name)}?`,
  },
};

/** What stands for something else, of which a definition says nothing by itself. */
const STAND_INS =
  /^(?:it|this|that|these|those|there|here|he|she|they|we|you|i|what|which|who|one|each|both|all|such|es|dies(?:e[rs]?)?|das|der|die|er|sie|wir|hier|dort|was|wer|welche[rs]?|beide|alle)(?: (?:is|are|ist|sind)|$)/iu;

/**
 * Returns questions that a text answers, the surest first.
 *
 * A definition is one sentence, which every model can quote. A heading that is a question is
 * answered below it.
 *
 * @param language The code of its language; null if it is unknown.
 */
export function questionsIn(text: string, language: string | null): string[] {
  const lines = text.split("\n");
  const definition = DEFINITIONS[language ?? ""];
  const defined = definition
    ? paragraphsOf(lines).flatMap((paragraph) => {
        const found = definition.sentence.exec(paragraph)?.groups;
        const name = found?.name ?? "";
        if (!found || STAND_INS.test(name)) return [];
        return [definition.ask(name, found.verb ?? "")];
      })
    : [];
  const headings = lines.flatMap((line) => {
    const heading = /^#{1,6} +(.+?) *#*$/.exec(line)?.[1] ?? "";
    const isQuestion = /[?？؟]$/.test(heading) && heading.split(/\s+/).length <= MOST_WORDS;
    return isQuestion ? [heading] : [];
  });
  return [...new Set([...defined, ...headings])].slice(0, MOST_QUESTIONS);
}

/** Returns the paragraphs of prose, each on one line: no headings, lists, tables or code. */
function paragraphsOf(lines: readonly string[]): string[] {
  const paragraphs: string[] = [];
  let open: string[] = [];
  let inCode = false;
  for (const line of [...lines, ""]) {
    if (/^\s*(?:```|~~~)/.test(line)) inCode = !inCode;
    if (!inCode && /^\p{L}/u.test(line)) {
      open.push(line.trim());
    } else {
      if (open.length > 0) paragraphs.push(open.join(" "));
      open = [];
    }
  }
  return paragraphs;
}

function lowerArticle(name: string): string {
  return name.replace(/^(?:An?|The|Eine?|Der|Die|Das) /, (article) => article.toLowerCase());
}
