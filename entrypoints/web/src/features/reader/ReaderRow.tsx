import { overlapping } from "./find";
import { chosenIn, PassageLabel, PassagePart, startingIn } from "./Passages";
import { Match, Quotation } from "./Quotation";
import type { ReaderMarks } from "./ReaderMarks";
import { covers, type Piece, piecesOf, type Rows, rowSpan, type Span } from "./rows";

interface Props {
  rows: Rows;
  row: number;
  marks: ReaderMarks;
}

/** One row: its exact characters, with what is marked in them. */
export function ReaderRow({ rows, row, marks }: Props) {
  const { quoted, passages } = marks;
  const own = rowSpan(rows, row);
  const beginning = startingIn(passages, own);
  const chosen = chosenIn(passages);
  const found = overlapping(marks.found, own);
  const cuts = [
    ...[quoted, chosen, ...found].flatMap((span) => (span ? [span.start, span.end] : [])),
    ...beginning.map((chunk) => chunk.char_start),
  ];

  return piecesOf(rows, row, cuts).map((piece) => (
    <span key={piece.start}>
      {passages &&
        beginning
          .filter((chunk) => chunk.char_start === piece.start)
          .map((chunk) => (
            <PassageLabel key={chunk.chunk_index} chunk={chunk} passages={passages} />
          ))}
      <PassagePart isChosen={chosen !== undefined && covers(chosen, piece)}>
        <PieceText piece={piece} match={found.find((each) => covers(each, piece))} marks={marks} />
      </PassagePart>
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
