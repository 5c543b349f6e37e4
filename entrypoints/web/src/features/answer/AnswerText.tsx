import { type ReactNode, useMemo } from "react";
import { markdownText } from "@/ui/MarkdownTree";
import styles from "./AnswerText.module.css";
import type { Block } from "./blocks";
import { marksByBlock, marksOf } from "./citationMarks";
import { guarded, type Written } from "./literal";
import { MarkdownBlock } from "./MarkdownBlock";
import { useBlocks } from "./useBlocks";

/** The text of an answer with its citation marks. */
export function AnswerText({ text, format, markers, citations }: Written) {
  const shown = useMemo(
    () => guarded({ text, format, markers, citations }),
    [text, format, markers, citations],
  );
  const blocks = useBlocks(shown);
  const marks = useMemo(
    () => marksByBlock(blocks.blocks, marksOf(blocks, markers, citations)),
    [blocks, markers, citations],
  );
  const drawn = blocks.blocks.map((block, index) => (
    <MarkdownBlock key={block.start} block={block} marks={marks[index] ?? []} />
  ));
  return (
    <div
      className={`${markdownText} ${format === "literal" ? styles.literal : ""}`}
      data-answer-text
    >
      {inLists(blocks.blocks, drawn)}
    </div>
  );
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
