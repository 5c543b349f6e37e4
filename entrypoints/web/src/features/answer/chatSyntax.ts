/**
 * What chat models write beside Markdown: `<br>`, formulas in TeX, and footnotes with names.
 *
 * Each has its own node. A number in brackets is a citation marker, see `bracketedNumbers`.
 */

import type { Literal } from "mdast";
import type { CompileContext, Extension as ToTree } from "mdast-util-from-markdown";
import type { Code, Effects, Extension, State, Token, TokenizeContext } from "micromark-util-types";

/** A formula; `value` has its delimiters. */
export interface MathNode extends Literal {
  type: "math";
}

declare module "micromark-util-types" {
  interface TokenTypeMap {
    chatBreak: "chatBreak";
    chatFootnote: "chatFootnote";
    chatMath: "chatMath";
    chatMathData: "chatMathData";
  }
}

declare module "mdast" {
  interface PhrasingContentMap {
    math: MathNode;
  }
  interface RootContentMap {
    math: MathNode;
  }
}

const DOLLAR = 36;
const LESS = 60;
const BRACKET = 91;
const BACKSLASH = 92;
const LONGEST_LABEL = 30;
/** In characters. Longer ones are shown as they are written; most openers open nothing. */
const LONGEST_FORMULA = 1_500;

/** The micromark extension that tokenizes what chat models write. */
export const chatSyntax: Extension = {
  text: {
    [DOLLAR]: { name: "mathInDollars", tokenize: dollars },
    [LESS]: { name: "writtenBreak", tokenize: lineBreak },
    [BRACKET]: { name: "namedFootnote", tokenize: footnote },
    [BACKSLASH]: { name: "mathInBrackets", tokenize: brackets },
  },
};

/** The mdast extension that adds it to the tree. */
export const chatToTree: ToTree = {
  enter: {
    chatBreak(this: CompileContext, token: Token) {
      this.enter({ type: "break" }, token);
    },
    chatFootnote(this: CompileContext, token: Token) {
      const label = this.sliceSerialize(token).slice(2, -1);
      this.enter({ type: "footnoteReference", identifier: label, label }, token);
    },
    chatMath(this: CompileContext, token: Token) {
      this.enter({ type: "math", value: this.sliceSerialize(token) }, token);
    },
  },
  exit: { chatBreak: leave, chatFootnote: leave, chatMath: leave },
};

function leave(this: CompileContext, token: Token) {
  this.exit(token);
}

/** `$…$` on one line, `$$…$$` over several. */
function dollars(this: TokenizeContext, effects: Effects, ok: State, nok: State): State {
  const { previous } = this;
  const written = formula(effects);
  let width = 0;
  let length = 0;
  let closing = 0;
  let last: Code = null;
  return start;

  function start(code: Code): State | undefined {
    if (isWord(previous)) return nok(code);
    written.begin();
    return opening(code);
  }

  function opening(code: Code): State | undefined {
    if (code === DOLLAR && width < 2) {
      written.take(code);
      width += 1;
      return opening;
    }
    if (code === DOLLAR || (width === 1 && isBlank(code))) return nok(code);
    return inside(code);
  }

  function inside(code: Code): State | undefined {
    if (code === null || length > LONGEST_FORMULA) return nok(code);
    // a dollar behind a blank opens another formula; so no text is read again for each opener
    if (code === DOLLAR) return width === 1 && isBlank(last) ? nok(code) : ending(code);
    if (width === 1 && isLineEnd(code)) return nok(code);
    last = code;
    length += 1;
    written.take(code);
    return last === BACKSLASH ? escaped : inside;
  }

  function escaped(code: Code): State | undefined {
    if (code === null || isLineEnd(code)) return inside(code);
    written.take(code);
    return inside;
  }

  function ending(code: Code): State | undefined {
    if (code === DOLLAR && closing < width) {
      written.take(code);
      closing += 1;
      return ending;
    }
    if (closing < width || length === 0 || (width === 1 && isDigit(code))) return nok(code);
    written.end();
    return ok(code);
  }
}

/** `\(…\)` and `\[…\]`, but not a number alone: `\[1\]` is one in brackets. */
function brackets(effects: Effects, ok: State, nok: State): State {
  const written = formula(effects);
  let opener = 0;
  let closer = 0;
  let length = 0;
  let isNumber = true;
  return start;

  function start(code: Code): State | undefined {
    written.begin();
    written.take(code);
    return opening;
  }

  function opening(code: Code): State | undefined {
    if (code !== 40 && code !== BRACKET) return nok(code);
    opener = code;
    closer = code === 40 ? 41 : 93;
    written.take(code);
    return inside;
  }

  function inside(code: Code): State | undefined {
    if (code === null || length > LONGEST_FORMULA) return nok(code);
    length += 1;
    written.take(code);
    if (code === BACKSLASH) return escaped;
    isNumber &&= isDigit(code);
    return inside;
  }

  function escaped(code: Code): State | undefined {
    if (code === null || isLineEnd(code)) return inside(code);
    if (code === opener) return nok(code); // for the same reason
    written.take(code);
    if (code !== closer) {
      isNumber = false;
      return inside;
    }
    written.end();
    return isNumber ? nok : ok;
  }
}

/** `<br>`, `<br/>` and `<br />`. */
function lineBreak(effects: Effects, ok: State, nok: State): State {
  const rest = [98, 114]; // b, r
  let at = 0;
  let isClosed = false;
  return start;

  function start(code: Code): State | undefined {
    effects.enter("chatBreak");
    effects.consume(code);
    return name;
  }

  function name(code: Code): State | undefined {
    if (code === null || (code | 32) !== rest[at]) return nok(code);
    effects.consume(code);
    at += 1;
    return at < rest.length ? name : end;
  }

  function end(code: Code): State | undefined {
    if (code === 62) {
      effects.consume(code);
      effects.exit("chatBreak");
      return ok;
    }
    if (isClosed || (code !== 32 && code !== 47)) return nok(code);
    isClosed = code === 47;
    effects.consume(code);
    return end;
  }
}

/** `[^name]`. */
function footnote(effects: Effects, ok: State, nok: State): State {
  let length = 0;
  return start;

  function start(code: Code): State | undefined {
    effects.enter("chatFootnote");
    effects.consume(code);
    return caret;
  }

  function caret(code: Code): State | undefined {
    if (code !== 94) return nok(code);
    effects.consume(code);
    return label;
  }

  function label(code: Code): State | undefined {
    if (code === 93 && length > 0) {
      effects.consume(code);
      effects.exit("chatFootnote");
      return ok;
    }
    if (!isWord(code) || length === LONGEST_LABEL) return nok(code);
    length += 1;
    effects.consume(code);
    return label;
  }
}

/** Consumes a formula: line ends are tokens inside it, and so is what is between them. */
function formula(effects: Effects) {
  let isData = false;
  return {
    begin(): void {
      effects.enter("chatMath");
    },
    take(code: Code): void {
      if (isLineEnd(code) === isData) {
        isData = !isData;
        if (isData) effects.enter("chatMathData");
        else effects.exit("chatMathData");
      }
      if (!isData) effects.enter("lineEnding");
      effects.consume(code);
      if (!isData) effects.exit("lineEnding");
    },
    end(): void {
      effects.exit("chatMathData");
      effects.exit("chatMath");
    },
  };
}

function isLineEnd(code: Code): boolean {
  return code !== null && code < -2;
}

function isBlank(code: Code): boolean {
  return code === null || code < 0 || code === 32;
}

function isDigit(code: Code): boolean {
  return code !== null && code >= 48 && code <= 57;
}

/** Whether a character is a letter, a digit, a hyphen or an underscore. */
function isWord(code: Code): boolean {
  return code !== null && code > 0 && /[\p{L}\p{N}_-]/u.test(String.fromCharCode(code));
}
