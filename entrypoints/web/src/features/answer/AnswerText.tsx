import { type ReactNode, useMemo } from "react";
import { directionIn } from "@/lib/direction";
import { markdownText } from "@/ui/MarkdownTree";
import styles from "./AnswerText.module.css";
import type { Block } from "./blocks";
import { marksByBlock, marksOf } from "./citationMarks";
import { shownLength } from "./growingTable";
import { cutTo, guarded, type Written } from "./literal";
import { MarkdownBlock } from "./MarkdownBlock";
import { spansByBlock, spansIn, type TextSpan } from "./unsupported";
import { useBlocks } from "./useBlocks";
import { useInSteps } from "./useInSteps";

interface Props extends Written {
  unsupported?: readonly TextSpan[];
  /** Whether more of the text comes. */
  isGrowing?: boolean;
}

const NONE: readonly TextSpan[] = [];

// as many as are drawn well within a frame
const SENTENCES = 20;
const CHARACTERS = 4_000;

/** The text of an answer with its citation marks. */
export function AnswerText({ unsupported = NONE, isGrowing = false, ...written }: Props) {
  const { text, format, markers, citations } = useShown(written, isGrowing);
  const shown = useMemo(
    () => guarded({ text, format, markers, citations }),
    [text, format, markers, citations],
  );
  const blocks = useBlocks(shown);
  const marks = useMemo(
    () => marksByBlock(blocks.blocks, marksOf(blocks, markers, citations)),
    [blocks, markers, citations],
  );
  const underlined = useInSteps(unsupported.length, SENTENCES);
  const spans = useMemo(
    () => spansByBlock(blocks.blocks, spansIn(text, unsupported.slice(0, underlined))),
    [blocks, text, unsupported, underlined],
  );
  const drawn = blocks.blocks.map((block, index) => (
    <MarkdownBlock
      key={block.start}
      block={block}
      marks={marks[index] ?? []}
      unsupported={spans[index] ?? []}
    />
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

/**
 * Returns what is shown of an answer: while it grows, no row of a table before it is whole, and much
 * that comes at once over several frames.
 */
function useShown(written: Written, isGrowing: boolean): Written {
  const { text, format, markers, citations } = written;
  const reached = useInSteps(text.length, CHARACTERS, isGrowing ? 0 : text.length);
  const isCut = isGrowing || reached < text.length;
  const length = isCut && format === "markdown" ? shownLength(text.slice(0, reached)) : reached;
  return useMemo(
    () => cutTo(length, { text, format, markers, citations }),
    [text, format, markers, citations, length],
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
    const dir = directionIn(blocks.slice(index, end).map(({ node }) => node));
    content.push(
      list.ordered ? (
        <ol key={list.start} start={list.firstNumber} dir={dir}>
          {items}
        </ol>
      ) : (
        <ul key={list.start} dir={dir}>
          {items}
        </ul>
      ),
    );
    index = end;
  }
  return content;
}
