import type { Chunk } from "@/api/types";
import { t } from "@/words/all";
import { overlapping } from "./find";
import { Match, Quotation } from "./Quotation";
import type { ReaderMarks } from "./ReaderMarks";
import styles from "./ReaderRow.module.css";
import { covers, type Piece, piecesOf, type Rows, rowSpan, type Span } from "./rows";

interface Props {
  rows: Rows;
  row: number;
  marks: ReaderMarks;
  chunks: readonly Chunk[] | undefined;
  /** The index of the chunk whose span is highlighted. */
  chosen: number | null;
  onChoose(chunk: number | null): void;
}

/** One row: its exact characters, with the quotation and the chunk starts marked. */
export function ReaderRow({ rows, row, marks, chunks, chosen, onChoose }: Props) {
  const own = rowSpan(rows, row);
  const beginning = (chunks ?? []).filter(
    (chunk) => chunk.char_start >= own.start && chunk.char_start < own.end,
  );
  const shown = chunks?.find((chunk) => chunk.chunk_index === chosen);
  const shownSpan = shown && { start: shown.char_start, end: shown.char_end };
  const found = overlapping(marks.found, own);
  const cuts = [
    ...[marks.quoted, shownSpan, ...found].flatMap((span) => (span ? [span.start, span.end] : [])),
    ...beginning.map((chunk) => chunk.char_start),
  ];

  return piecesOf(rows, row, cuts).map((piece) => (
    <span key={piece.start}>
      {beginning
        .filter((chunk) => chunk.char_start === piece.start)
        .map((chunk) => (
          <ChunkLabel key={chunk.chunk_index} chunk={chunk} chosen={chosen} onChoose={onChoose} />
        ))}
      <span className={shownSpan && covers(shownSpan, piece) ? styles.chunk : undefined}>
        <PieceText piece={piece} match={found.find((each) => covers(each, piece))} marks={marks} />
      </span>
    </span>
  ));
}

interface PieceProps {
  piece: Piece;
  match: Span | undefined;
  marks: ReaderMarks;
}

function PieceText({ piece, match, marks }: PieceProps) {
  const { quoted, quotation, current } = marks;
  const isCurrent = match !== undefined && match.start === current?.start;
  const words = match ? (
    <Match words={piece.text} current={isCurrent ? marks.match : undefined} />
  ) : (
    piece.text
  );
  if (quoted === undefined || !covers(quoted, piece)) return words;
  return <Quotation words={words} start={piece.start === quoted.start ? quotation : undefined} />;
}

interface LabelProps extends Pick<Props, "chosen" | "onChoose"> {
  chunk: Chunk;
}

function ChunkLabel({ chunk, chosen, onChoose }: LabelProps) {
  const isChosen = chunk.chunk_index === chosen;
  const words = t.reader.passageLabel(chunk.chunk_index + 1, chunk.token_count);
  return (
    <button
      type="button"
      className={styles.label}
      // rendered by CSS, so that the row contains only the characters of the text
      data-words={words}
      aria-label={words}
      aria-pressed={isChosen}
      onClick={() => onChoose(isChosen ? null : chunk.chunk_index)}
    />
  );
}
