import { type ReactNode, useMemo } from "react";
import type { Citation, Marker } from "@/api/types";
import styles from "./AnswerText.module.css";
import type { Block } from "./blocks";
import { marksByBlock, marksOf } from "./citationMarks";
import { MarkdownBlock } from "./MarkdownBlock";
import { useBlocks } from "./useBlocks";

interface Props {
  text: string;
  markers: readonly Marker[];
  citations: readonly Citation[];
}

/** The text of an answer with its citation marks. */
export function AnswerText({ text, markers, citations }: Props) {
  const blocks = useBlocks(text);
  const marks = useMemo(
    () => marksByBlock(blocks.blocks, marksOf(blocks, markers, citations)),
    [blocks, markers, citations],
  );
  const drawn = blocks.blocks.map((block, index) => (
    <MarkdownBlock key={block.start} block={block} marks={marks[index] ?? []} />
  ));
  return <div className={styles.text}>{inLists(blocks.blocks, drawn)}</div>;
}

/** Wraps consecutive items of a list in a list element. */
function inLists(blocks: readonly Block[], drawn: readonly ReactNode[]): ReactNode[] {
  const content: ReactNode[] = [];
  for (let index = 0; index < blocks.length; ) {
    const list = blocks[index]?.list;
    if (!list) {
      content.push(drawn[index]);
      index += 1;
      continue;
    }
    const other = blocks.findIndex((block, at) => at > index && block.list?.start !== list.start);
    const end = other === -1 ? blocks.length : other;
    const items = drawn.slice(index, end);
    content.push(
      list.ordered ? (
        <ol key={list.start} start={list.firstNumber}>
          {items}
        </ol>
      ) : (
        <ul key={list.start}>{items}</ul>
      ),
    );
    index = end;
  }
  return content;
}
