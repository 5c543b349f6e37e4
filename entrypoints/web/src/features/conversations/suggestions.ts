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

/** A question about a part of a document, by language. */
const ABOUT: Record<string, (document: string, heading: string) => string> = {
  en: (document, heading) => `What does ${document} say about ${heading}?`,
  de: (document, heading) => `Was steht in ${document} über ${heading}?`,
};
const MOST_WORDS_OF_PART = 8;

/** The number before a heading, such as "2.1", "IV." and "Chapter 3:". */
const NUMBER =
  /^(?:(?:chapter|section|part|kapitel|abschnitt|teil)\s+)?(?:\d+(?:\.\d+)*[.):]?|[a-z]{1,4}[.):])(?:\s+|$)/iu;

/** Headings that say nothing about their part. */
const GENERAL =
  /^(?:introduction|overview|summary|abstract|(?:table of )?contents|conclusions?|references|bibliography|appendix|index|preface|foreword|acknowledge?ments|glossary|notes|details|license|changelog|about|other|further reading|see also|einleitung|einführung|überblick|übersicht|inhalt(?:sverzeichnis)?|zusammenfassung|fazit|schluss|anhang|vorwort|literatur(?:verzeichnis)?|quellen|glossar|impressum|anmerkungen|allgemeines|sonstiges|verschiedenes)$/iu;

/**
 * Returns questions about the parts of a document that its headings name, each with its heading.
 *
 * They are less sure than those of `questionsIn`: what stands below a heading may be anything.
 *
 * @param name What the questions call the document.
 */
export function questionsAbout(
  text: string,
  name: string,
  language: string | null,
): { question: string; heading: string }[] {
  const ask = ABOUT[language ?? ""];
  if (ask === undefined) return [];
  const [first, ...others] = headingsIn(text.split("\n"));
  // the first one of the highest level is the title
  const parts = first && !first.startsWith("# ") ? [first, ...others] : others;
  const named = parts.map((heading) => heading.replace(/^#+ +/, "").replace(NUMBER, ""));
  return [...new Set(named.map((heading) => heading.replace(/[.:,;\s]+$/, "")).filter(isTopic))]
    .slice(0, MOST_QUESTIONS)
    .map((heading) => ({ question: ask(name, heading), heading }));
}

/** Whether a heading names a topic, in plain words. */
function isTopic(heading: string): boolean {
  const isPlain = /\p{L}{3}/u.test(heading) && !/[?？؟`*_<>[\]|{}\\]/.test(heading);
  return isPlain && heading.split(/\s+/).length <= MOST_WORDS_OF_PART && !GENERAL.test(heading);
}

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
  const headings = headingsIn(lines).flatMap((line) => {
    const heading = line.replace(/^#+ +/, "");
    const isQuestion = /[?？؟]$/.test(heading) && heading.split(/\s+/).length <= MOST_WORDS;
    return isQuestion ? [heading] : [];
  });
  return [...new Set([...defined, ...headings])].slice(0, MOST_QUESTIONS);
}

/** Returns the headings, each with the signs of its level, such as "## Tides". */
function headingsIn(lines: readonly string[]): string[] {
  let inCode = false;
  return lines.flatMap((line) => {
    if (isFence(line)) inCode = !inCode;
    const [, level, heading] = /^(#{1,6}) +(.+?) *#*$/.exec(line) ?? [];
    return inCode || heading === undefined ? [] : [`${level} ${heading}`];
  });
}

/** Returns the paragraphs of prose, each on one line: no headings, lists, tables or code. */
function paragraphsOf(lines: readonly string[]): string[] {
  const paragraphs: string[] = [];
  let open: string[] = [];
  let inCode = false;
  for (const line of [...lines, ""]) {
    if (isFence(line)) inCode = !inCode;
    if (!inCode && /^\p{L}/u.test(line)) {
      open.push(line.trim());
    } else {
      if (open.length > 0) paragraphs.push(open.join(" "));
      open = [];
    }
  }
  return paragraphs;
}

/** Whether code begins or ends with a line. */
function isFence(line: string): boolean {
  return /^\s*(?:```|~~~)/.test(line);
}

function lowerArticle(name: string): string {
  return name.replace(/^(?:An?|The|Eine?|Der|Die|Das) /, (article) => article.toLowerCase());
}
