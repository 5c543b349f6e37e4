/**
 * A Markdown extension for `[1]`, except in code and at the start of a link.
 *
 * It gives each its own node, so that a citation mark can replace exactly these characters. Which
 * of them are citation markers, only the server knows.
 */

import type { Literal } from "mdast";
import type { CompileContext, Extension as ToTree } from "mdast-util-from-markdown";
import type { Effects, Extension, State, Token } from "micromark-util-types";

/** A number in brackets; `value` has the brackets. */
export interface BracketedNumber extends Literal {
  type: "bracketedNumber";
}

declare module "micromark-util-types" {
  interface TokenTypeMap {
    bracketedNumber: "bracketedNumber";
  }
}

declare module "mdast" {
  interface PhrasingContentMap {
    bracketedNumber: BracketedNumber;
  }
  interface RootContentMap {
    bracketedNumber: BracketedNumber;
  }
}

const BRACKET = 91;
const CLOSING_BRACKET = 93;
const PARENTHESIS = 40;
const MOST_DIGITS = 3;

/** The micromark extension that tokenizes numbers in brackets. */
export const bracketedNumberSyntax: Extension = {
  text: { [BRACKET]: { name: "bracketedNumber", tokenize } },
};

/** The mdast extension that adds numbers in brackets to the tree. */
export const bracketedNumberToTree: ToTree = {
  enter: {
    bracketedNumber(this: CompileContext, token: Token) {
      this.enter({ type: "bracketedNumber", value: this.sliceSerialize(token) }, token);
    },
  },
  exit: {
    bracketedNumber(this: CompileContext, token: Token) {
      this.exit(token);
    },
  },
};

function tokenize(effects: Effects, ok: State, nok: State): State {
  let digits = 0;
  return open;

  function open(code: number | null): State | undefined {
    effects.enter("bracketedNumber");
    effects.consume(code);
    return inside;
  }

  function inside(code: number | null): State | undefined {
    if (code === CLOSING_BRACKET && digits > 0) {
      effects.consume(code);
      effects.exit("bracketedNumber");
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
