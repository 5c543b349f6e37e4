import type { Citation, Source } from "@/api/types";
import { placeWithin } from "@/lib/placeName";
import { t } from "@/words";
import type { Answer } from "./answer";
import { growBlocks, NO_BLOCKS } from "./blocks";
import { marksOf } from "./citationMarks";
import { guarded } from "./literal";
import { shortfallOf } from "./reading";

/** Returns the footnote of each citation or source that an answer shows, in its order. */
export function footnotesOf(answer: Answer): Map<Citation | Source, string> {
  const { markers, citations, sources } = answer;
  const notes = new Map<Citation | Source, string>();
  for (const mark of marksOf(growBlocks(NO_BLOCKS, guarded(answer)), markers, citations)) {
    for (const citation of mark.citations) notes.set(citation, noteOf(citation));
    const source = sources.find(({ source_id }) => source_id === mark.sourceId);
    if (mark.citations.length === 0 && source) notes.set(source, namedOnly(source));
  }
  return notes;
}

/** Returns an answer as Markdown whose footnotes are its citations. */
export function withCitations(answer: Answer): string {
  const { text, markers, citations, sources } = answer;
  const notes: string[] = [];
  const numberOf = (note: string) => {
    if (!notes.includes(note)) notes.push(note);
    return notes.indexOf(note) + 1;
  };

  let copied = "";
  let from = 0;
  for (const mark of marksOf(growBlocks(NO_BLOCKS, guarded(answer)), markers, citations)) {
    const source = sources.find(({ source_id }) => source_id === mark.sourceId);
    const found =
      mark.citations.length > 0 ? mark.citations.map(noteOf) : source && [namedOnly(source)];
    if (!found) continue;
    copied += text.slice(from, mark.start);
    // a fence with text after it would not close its code block
    if (mark.start === mark.end && /(^|\n)[ >\t]*(```+|~~~+)$/.test(copied)) copied += "\n\n";
    copied += found.map((note) => `[^${numberOf(note)}]`).join("");
    from = mark.end;
  }
  copied += text.slice(from);
  const footnotes = notes.map((note, index) => `[^${index + 1}]: ${note}`);
  return [copied.trimEnd(), footnotes.join("\n")].filter(Boolean).join("\n\n");
}

function noteOf(citation: Citation): string {
  const standing = shortfallOf(citation) ?? t.answer.standing.verified;
  return t.answer.footnote(oneLine(citation.cited_text), placeIn(citation), standing);
}

function namedOnly(source: Source): string {
  return t.answer.namedOnly(placeIn(source));
}

function placeIn(quoted: Citation | Source): string {
  const within = placeWithin(quoted) || t.answer.characters(quoted.char_start, quoted.char_end);
  return oneLine(`${quoted.filename}, ${within}`);
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}
