/** The words of the help box: few, so that it brings all its languages along. */

const ENGLISH = {
  language: "en",
  title: "Ask a question",
  yourQuestion: "Your question",
  newConversation: "New conversation",
  hint: "Answers quote the documents of this site: choose a number to read the words.",
  close: "Close",
  stop: "Stop",
  ask: "Ask",
  searching: "Searching the documents…",
  writing: "Writing…",
  sources: "Sources",
  source: (number: number) => `Source ${number}`,
  page: (page: number) => `page ${page}`,
  slide: (slide: number) => `slide ${slide}`,
  tryAgain: "Try again",
  noAnswer: "The documents do not answer this question.",
  stopped: "Stopped.",
  tooLong: "The answer reached its greatest length.",
  notShown: "The answer could not be shown. Try again.",
  away: "The help cannot be reached at the moment. Try again later.",
  busy: "Many people are asking at the moment. Try again in a minute.",
  notAllowed: "This help is not set up to answer here.",
};

export type Words = typeof ENGLISH;

const GERMAN: Words = {
  language: "de",
  title: "Eine Frage stellen",
  yourQuestion: "Ihre Frage",
  newConversation: "Neue Unterhaltung",
  hint: "Antworten zitieren die Dokumente dieser Website: Wählen Sie eine Zahl, um das Zitat zu lesen.",
  close: "Schließen",
  stop: "Stoppen",
  ask: "Fragen",
  searching: "Die Dokumente werden durchsucht …",
  writing: "Antwort wird geschrieben …",
  sources: "Quellen",
  source: (number) => `Quelle ${number}`,
  page: (page) => `Seite ${page}`,
  slide: (slide) => `Folie ${slide}`,
  tryAgain: "Erneut versuchen",
  noAnswer: "Die Dokumente beantworten diese Frage nicht.",
  stopped: "Gestoppt.",
  tooLong: "Die Antwort hat die Höchstlänge erreicht.",
  notShown: "Die Antwort konnte nicht angezeigt werden. Versuchen Sie es erneut.",
  away: "Die Hilfe ist im Augenblick nicht erreichbar. Versuchen Sie es später erneut.",
  busy: "Im Augenblick werden viele Fragen gestellt. Versuchen Sie es in einer Minute erneut.",
  notAllowed: "Diese Hilfe ist nicht dafür eingerichtet, hier zu antworten.",
};

const LANGUAGES: Readonly<Record<string, Words>> = { en: ENGLISH, de: GERMAN };

/** Returns the words in the first of some languages that the box has. */
export function wordsIn(languages: readonly string[]): Words {
  const codes = languages.map((language) => language.split("-", 1)[0]?.toLowerCase() ?? "");
  const known = codes.find((code) => Object.hasOwn(LANGUAGES, code));
  return LANGUAGES[known ?? "en"] ?? ENGLISH;
}

/** In the language of the page around the box, or else of the browser. */
export const t = wordsIn([document.documentElement.lang, ...navigator.languages]);
