import type { Words } from "@/words/all";

export const retrieval: Words["retrieval"] = {
  loading: "Die Suche wird geladen …",
  fromCache:
    "Diese Antwort kam aus dem Zwischenspeicher, deshalb wurde dieses Mal nicht gesucht. Unten steht die Suche, mit der die Antwort geschrieben wurde.",
  query: "Suchanfrage",
  queryNotReady: "Die Suchanfrage ist noch nicht fertig.",
  reworded: (question) =>
    `Umformuliert, damit sie ohne die Unterhaltung verständlich ist. Sie fragten: „${question}“`,
  phraseFound: (phrase) => `Wortfolge „${phrase}“: Wort für Wort gefunden.`,
  phraseNotFound: (phrase) =>
    `Wortfolge „${phrase}“: nicht gefunden, deshalb wurde nach ihren Wörtern gesucht.`,
  excluded: (words) => `Ausgeschlossen: Textstellen mit „${words}“.`,
  confidence: "Gewissheit der Suche",
  scores: "Bewertungen",
  scoresExplained: "Was die Bewertungen bedeuten",
  scoresDetails:
    "Jede Zeile ist eine Stufe der Suche mit dem Rang der Textstelle darin. Je länger der Balken, desto näher kommt sie der besten Textstelle.",
  stages: {
    vector: "Nach Bedeutung",
    text: "Nach Wörtern",
    fusion: "Beides",
    reranker: "Nachsortierung",
  },
  stagesExplained: {
    vector:
      "Wie nah die Textstelle der Frage in der Bedeutung kommt, unabhängig vom Wortlaut. Höchstens 1.",
    text: "Wie viele Wörter der Frage sie enthält. Ein seltenes Wort zählt mehr als ein häufiges.",
    fusion: "Bedeutung und Wörter zusammen, dazu die Wörter im Namen des Dokuments.",
    reranker:
      "Ein zweites Modell, das die Frage zusammen mit der Textstelle liest, falls eines eingerichtet ist.",
  },
  passage: (index) => `Textstelle ${index}`,
  notFound: "nicht gefunden",
  time: "Zeit",
  noTimings: "Es wurden keine Zeiten erfasst.",
  timings: {
    embedding: "Frage für die Suche vorbereiten",
    rewriting: "Frage umformulieren",
    searching: "Suchen",
    first_word: "Auf das erste Wort warten",
    writing: "Schreiben",
    rest: "Sonstiges",
  },
  total: "Gesamt",
  whyDropped: {
    duplicate: "derselbe Text steht in einer anderen Quelle",
    below_min_score: "ihre Bewertung ist zu niedrig",
    below_min_similarity: "ihre Bedeutung ist zu weit von der Frage entfernt",
    beyond_limit: "genug Textstellen hatten einen höheren Rang",
    no_room: "es war kein Platz für sie",
    low_confidence: "die Suche war nicht sicher genug für eine Antwort",
  },
  sourceOfAnswer: (source) => `Quelle ${source} der Antwort`,
  notCited: "Gelesen, aber nicht zitiert",
  leftOut: (why) => `Weggelassen: ${why}`,
  notUsed: (why) => `Angezeigt, aber nicht verwendet: ${why}`,
  veryLikely: "Diese Textstellen enthalten die Antwort sehr wahrscheinlich.",
  probably: "Diese Textstellen enthalten die Antwort wahrscheinlich.",
  probablyNot: "Diese Textstellen enthalten die Antwort wahrscheinlich nicht.",
  notCovered: "Die Dokumente scheinen diese Frage nicht zu behandeln.",
  under: (share) => `unter ${share}`,
  over: (share) => `über ${share}`,
  noDocuments: "Es gab keine Dokumente zu durchsuchen.",
  noSearch: "Für diese Antwort wurde keine Suche erfasst.",
};
