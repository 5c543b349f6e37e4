import { useEffect, useRef, useState } from "react";
import { type Blocks, growBlocks, NO_BLOCKS } from "./blocks";

/** An unsettled end of this many characters is parsed well within a frame. */
const QUICKLY_PARSED = 8_000;
const CHARACTERS_PER_MS = 100;

/**
 * Returns the blocks of a growing text.
 *
 * A very long last block (a table of hundreds of rows) is parsed again as a whole whenever it
 * grows. It is then updated in larger steps, so that parsing takes only part of the time.
 */
export function useBlocks(text: string): Blocks {
  const [blocks, setBlocks] = useState(() => growBlocks(NO_BLOCKS, text));
  const latest = useRef(text);
  useEffect(() => {
    latest.current = text;
  }, [text]);

  const pause = text.startsWith(blocks.text) ? pauseAfter(blocks) : 0;
  const isBehind = text !== blocks.text;
  useEffect(() => {
    if (!isBehind) return;
    const timer = setTimeout(() => setBlocks((old) => growBlocks(old, latest.current)), pause);
    return () => clearTimeout(timer);
  }, [isBehind, pause]);

  if (!isBehind || pause > 0) return blocks;
  const grown = growBlocks(blocks, text);
  setBlocks(grown);
  return grown;
}

function pauseAfter({ text, blocks, settled }: Blocks): number {
  const open = text.length - (blocks[settled]?.start ?? text.length);
  return open > QUICKLY_PARSED ? open / CHARACTERS_PER_MS : 0;
}
