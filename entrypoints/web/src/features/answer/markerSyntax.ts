/** A Markdown extension for markers such as `[1]`, except in code and at the start of a link. */

import type { Literal } from "mdast";
import type { CompileContext, Extension as ToTree } from "mdast-util-from-markdown";
import type { Effects, Extension, State, Token } from "micromark-util-types";

/** A marker in an answer; `value` is the number of the source. */
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

/** The micromark extension that tokenizes markers. */
export const markerSyntax: Extension = {
  text: { [BRACKET]: { name: "marker", tokenize } },
};

/** The mdast extension that adds markers to the tree. */
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
