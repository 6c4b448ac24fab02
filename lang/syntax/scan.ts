/**
 * A plain scan of a text into tokens, without any grammar: what error messages look at.
 *
 * The parser says where it stopped; what stands there, which bracket belongs to which, and what
 * another language would have meant by it is read from these tokens. Made only when there is an
 * error.
 *
 * @module
 */

/** What a token is. */
export type TokenKind =
  /** A word: a name or a keyword. */
  | "word"
  | "number"
  /** A string in double quotes, with everything in it. */
  | "string"
  /** Text in single quotes or backticks, which are no strings here. */
  | "quoted"
  | "open"
  | "close"
  | "operator"
  | "newline"
  /** A sign that Zixir does not have. */
  | "unknown";

/** One token; comments and blanks are none. */
export interface Token {
  readonly kind: TokenKind;
  readonly start: number;
  readonly end: number;
  /** As written; of strings only the quotes. */
  readonly text: string;
}

const operatorAt =
  /=>|->|<-|\|>|\.\.=|\.\.\.|\.\.|\?\.|\?\?=?|===|!==|==|!=|<=|>=|&&=?|\|\|=?|\*\*=?|\/\/=?|\+\+|\+=|--|-=|\*=|\/=|%=|:=|::|[-+*\/%<>=!.,:;@|&?^~]/y;
const wordAt = /[A-Za-z_\p{L}][\w\p{L}]*/uy;
const numberAt = /0[xob][0-9a-fA-F_]*|[0-9][0-9_]*(?:\.[0-9][0-9_]*)?(?:[eE][+-]?[0-9]+)?/y;

/** Splits a text into tokens. */
export function scan(text: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  const push = (kind: TokenKind, end: number, shown?: string): void => {
    tokens.push({ kind, start: at, end, text: shown ?? text.slice(at, end) });
    at = end;
  };
  // Quotes that were found to have no partner on their line have none further on in it either.
  const alone = new Set<string>();
  while (at < text.length) {
    const unit = text[at];
    if (unit === "\n") {
      push("newline", at + 1);
      alone.clear();
    } else if (
      unit === " " || unit === "\t" || unit === "\r" || unit === "\f" || unit === "\ufeff"
    ) {
      at++;
    } else if (unit === "#") at = lineEnd(text, at);
    else if (unit === '"') push("string", stringEnd(text, at), '""');
    else if (unit === "'" || unit === "`") {
      const end = alone.has(unit) ? 0 : quotedEnd(text, at);
      if (end > 0) push("quoted", end, unit + unit);
      else {
        alone.add(unit);
        push("unknown", at + 1);
      }
    } else if ("([{".includes(unit)) push("open", at + 1);
    else if (")]}".includes(unit)) push("close", at + 1);
    else {
      if (standsAlone(unit, text[at + 1])) {
        push("operator", at + 1);
        continue;
      }
      const end = wordEnd(text, at);
      if (end > 0) {
        push("word", end);
        continue;
      }
      const number = match(numberAt, text, at);
      if (number > 0) {
        push("number", number);
        continue;
      }
      const operator = match(operatorAt, text, at);
      if (operator > 0) push("operator", operator);
      else push("unknown", at + (text.codePointAt(at)! > 0xffff ? 2 : 1));
    }
  }
  return tokens;
}

/** Whether a sign is an operator of its own, without asking for the longer ones: the most frequent. */
function standsAlone(unit: string, next: string | undefined): boolean {
  switch (unit) {
    case ",":
      return true;
    case ":":
      return next !== ":" && next !== "=";
    case "=":
      return next !== "=" && next !== ">";
    case ".":
      return next !== ".";
    default:
      return false;
  }
}

/** End of the word that starts at `at`; 0 for none. */
function wordEnd(text: string, at: number): number {
  if (isDigit(text.charCodeAt(at))) return 0;
  let end = at;
  while (isWordPart(text.charCodeAt(end))) end++;
  return text.charCodeAt(end) > 0x7f ? match(wordAt, text, at) : end > at ? end : 0;
}

function isWordPart(unit: number): boolean {
  return (unit >= 97 && unit <= 122) || (unit >= 65 && unit <= 90) || unit === 95 || isDigit(unit);
}

function isDigit(unit: number): boolean {
  return unit >= 48 && unit <= 57;
}

function match(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : 0;
}

function lineEnd(text: string, at: number): number {
  const end = text.indexOf("\n", at);
  return end < 0 ? text.length : end;
}

/** End of the text in single quotes or backticks that starts at `at`, on one line; 0 for none. */
function quotedEnd(text: string, at: number): number {
  for (let i = at + 1; i < text.length && text[i] !== "\n"; i++) {
    if (text[i] === "\\" && text[i + 1] !== "\n") i++;
    else if (text[i] === text[at]) return i + 1;
  }
  return 0;
}

/**
 * End of the string that starts at `at`: behind its closing quotes, or the end of its line (of the
 * text, for `"""`) when they are missing.
 */
function stringEnd(text: string, at: number): number {
  // What is open, innermost last: `"`, `"""`, or a brace of an interpolation.
  const open: string[] = [text.startsWith('"""', at) ? '"""' : '"'];
  let shortOnes = open[0] === '"' ? 1 : 0;
  let i = at + open[0].length;
  while (i < text.length) {
    const inside = open[open.length - 1];
    const unit = text[i];
    if (unit === "\n" && shortOnes > 0) return i;
    if (inside === "{") {
      if (unit === '"') {
        const quotes = text.startsWith('"""', i) ? '"""' : '"';
        open.push(quotes);
        if (quotes === '"') shortOnes++;
        i += quotes.length;
        continue;
      }
      if (unit === "{") open.push("{");
      if (unit === "}") open.pop();
      i++;
    } else if (unit === "\\") {
      i += 2;
    } else if (text.startsWith("${", i)) {
      open.push("{");
      i += 2;
    } else if (text.startsWith(inside, i)) {
      open.pop();
      if (inside === '"') shortOnes--;
      i += inside.length;
      if (open.length === 0) return i;
    } else {
      i++;
    }
  }
  return text.length;
}

/**
 * The text with the inside of strings and all comments blanked, so that patterns match code only;
 * offsets stay the same.
 */
export function maskText(text: string, tokens: readonly Token[]): string {
  const pieces: string[] = [];
  // What lies before it is in the pieces.
  let done = 0;
  const blank = (from: number, to: number): void => {
    pieces.push(text.slice(done, from), " ".repeat(to - from));
    done = to;
  };
  let at = 0;
  for (const { kind, start, end } of tokens) {
    if (!isBlank(text, at, start)) blank(at, start);
    if (kind === "string" || kind === "quoted") {
      if (end - start > 2) blank(start + 1, end - 1);
      // A string that is not closed seems to be.
      if (end - start >= 2 && text[end - 1] !== text[start]) {
        pieces.push(text.slice(done, end - 1), text[start]);
        done = end;
      }
    }
    at = end;
  }
  if (!isBlank(text, at, text.length)) blank(at, text.length);
  pieces.push(text.slice(done));
  return pieces.join("");
}

/** Whether there are only spaces and tabs between two offsets. */
function isBlank(text: string, from: number, to: number): boolean {
  for (let i = from; i < to; i++) {
    const unit = text.charCodeAt(i);
    if (unit !== 32 && unit !== 9) return false;
  }
  return true;
}
