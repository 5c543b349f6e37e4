/** Markers such as `[1]` as a piece of Markdown's syntax: none in code, none that opens a link. */

import type { Literal } from "mdast";
import type { CompileContext, Extension as ToTree } from "mdast-util-from-markdown";
import type { Effects, Extension, State, Token } from "micromark-util-types";

/** The place in an answer where it names a source; `value` is the source's number. */
export interface MarkerNode extends Literal {
  type: "marker";
}

declare module "micromark-util-types" {
  interface TokenTypeMap {
    marker: "marker";
  }
}

declare module "mdast" {
  interface PhrasingContentMap {
    marker: MarkerNode;
  }
  interface RootContentMap {
    marker: MarkerNode;
  }
}

const BRACKET = 91;
const CLOSING_BRACKET = 93;
const PARENTHESIS = 40;
const MOST_DIGITS = 3;

/** Lets micromark find markers. */
export const markerSyntax: Extension = {
  text: { [BRACKET]: { name: "marker", tokenize } },
};

/** Puts the markers that were found into the tree. */
export const markerToTree: ToTree = {
  enter: {
    marker(this: CompileContext, token: Token) {
      const value = this.sliceSerialize(token).slice(1, -1);
      this.enter({ type: "marker", value }, token);
    },
  },
  exit: {
    marker(this: CompileContext, token: Token) {
      this.exit(token);
    },
  },
};

function tokenize(effects: Effects, ok: State, nok: State): State {
  let digits = 0;
  return open;

  function open(code: number | null): State | undefined {
    effects.enter("marker");
    effects.consume(code);
    return inside;
  }

  function inside(code: number | null): State | undefined {
    if (code === CLOSING_BRACKET && digits > 0) {
      effects.consume(code);
      effects.exit("marker");
      return behind;
    }
    if (code === null || code < 48 || code > 57 || digits === MOST_DIGITS) return nok(code);
    digits += 1;
    effects.consume(code);
    return inside;
  }

  function behind(code: number | null): State | undefined {
    return code === PARENTHESIS ? nok(code) : ok(code);
  }
}
