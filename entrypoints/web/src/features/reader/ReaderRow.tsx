import type { Ref } from "react";
import type { Chunk } from "@/api/types";
import { Quotation } from "./Quotation";
import styles from "./ReaderRow.module.css";
import { covers, type Piece, piecesOf, type Rows, rowSpan, type Span } from "./rows";

interface Props {
  rows: Rows;
  row: number;
  highlight: (Span & { verified?: boolean }) | undefined;
  /** A ref to the start of the quotation, if it is in this row. */
  quotation: Ref<HTMLElement> | undefined;
  chunks: readonly Chunk[] | undefined;
  /** The index of the chunk whose span is highlighted. */
  chosen: number | null;
  onChoose(chunk: number | null): void;
}

/** One row: its exact characters, with the quotation and the chunk starts marked. */
export function ReaderRow({ rows, row, highlight, quotation, chunks, chosen, onChoose }: Props) {
  const { start, end } = rowSpan(rows, row);
  const beginning = (chunks ?? []).filter(
    (chunk) => chunk.char_start >= start && chunk.char_start < end,
  );
  const shown = chunks?.find((chunk) => chunk.chunk_index === chosen);
  const shownSpan = shown && { start: shown.char_start, end: shown.char_end };
  const cuts = [
    ...[highlight, shownSpan].flatMap((span) => (span ? [span.start, span.end] : [])),
    ...beginning.map((chunk) => chunk.char_start),
  ];

  return piecesOf(rows, row, cuts).map((piece) => (
    <span key={piece.start}>
      {beginning
        .filter((chunk) => chunk.char_start === piece.start)
        .map((chunk) => (
          <ChunkLabel key={chunk.chunk_index} chunk={chunk} chosen={chosen} onChoose={onChoose} />
        ))}
      <PieceText
        piece={piece}
        highlight={highlight}
        quotation={piece.start === highlight?.start ? quotation : undefined}
        isInChunk={shownSpan !== undefined && covers(shownSpan, piece)}
      />
    </span>
  ));
}

interface PieceProps {
  piece: Piece;
  highlight: Props["highlight"];
  quotation: Props["quotation"];
  isInChunk: boolean;
}

function PieceText({ piece, highlight, quotation, isInChunk }: PieceProps) {
  const chunkStyle = isInChunk ? styles.chunk : undefined;
  if (highlight === undefined || !covers(highlight, piece)) {
    return <span className={chunkStyle}>{piece.text}</span>;
  }
  return (
    <span className={chunkStyle}>
      <Quotation words={piece.text} verified={highlight.verified !== false} start={quotation} />
    </span>
  );
}

interface LabelProps extends Pick<Props, "chosen" | "onChoose"> {
  chunk: Chunk;
}

function ChunkLabel({ chunk, chosen, onChoose }: LabelProps) {
  const isChosen = chunk.chunk_index === chosen;
  const words = `Passage ${chunk.chunk_index + 1} · ${chunk.token_count} tokens`;
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
