/**
 * Reading JSON (RFC 8259) without losing anything: `1` is an Int, `1.0` and `1e2` are Floats, Ints
 * of any size are exact, keys keep their order.
 *
 * `JSON.parse` cannot be used: even with the source text of each number at hand in its reviver it has
 * by then put keys such as `"10"` before all others, and its messages depend on the engine.
 *
 * @module
 */
import { spend } from "../resilience/scope.ts";
import {
  atCaller,
  box,
  inspect,
  keyIn,
  makeList,
  normalize,
  type Slot,
  ZixirError,
} from "../values/mod.ts";

/** How deep lists and objects may lie inside each other. */
export const DEPTH_MAX = 1000;

/**
 * The value of a JSON text.
 *
 * @param name the function, for errors
 * @param text the whole text
 * @throws {ZixirError} kind `value` with line and column in message and data when it is not JSON,
 *   kind `limit` when it is nested deeper than {@linkcode DEPTH_MAX}
 *
 * @example
 * ```ts
 * import { inspect } from "../values/mod.ts";
 * import { readJson } from "./json_read.ts";
 * const seen = inspect(readJson("json.parse", '{"a": [1, 1.0, 1e2]}'));
 * if (seen !== "{a: [1, 1.0, 100.0]}") throw new Error(seen);
 * ```
 */
export function readJson(name: string, text: string): Slot {
  // A token has some ten characters, and reading it costs about what a turn of a loop does.
  spend(text.length / 10);
  return atCaller(() => {
    const reader = new Reader(name, text);
    const value = reader.value(0);
    reader.end();
    return value;
  });
}

/**
 * Line and column of a place in a text, from 1; the column counts code points.
 *
 * @param text the text
 * @param at index of a UTF-16 unit
 */
export function placeIn(text: string, at: number): { line: number; column: number } {
  const before = text.slice(0, at);
  const start = before.lastIndexOf("\n") + 1;
  return { line: before.split("\n").length, column: Array.from(before.slice(start)).length + 1 };
}

/** One pass over a text; `#at` is the next unit. */
class Reader {
  readonly #name: string;
  readonly #text: string;
  #at = 0;

  constructor(name: string, text: string) {
    this.#name = name;
    this.#text = text;
    // A byte order mark belongs to the file, not to the text.
    if (text.charCodeAt(0) === 0xfeff) this.#at = 1;
  }

  value(depth: number): Slot {
    const unit = this.#skipSpace();
    switch (unit) {
      case 0x7b:
        return this.#object(depth);
      case 0x5b:
        return this.#list(depth);
      case 0x22:
        return this.#string();
      case 0x74:
        return this.#word("true", true);
      case 0x66:
        return this.#word("false", false);
      case 0x6e:
        return this.#word("null", null);
    }
    if (unit === 0x2d || (unit >= 0x30 && unit <= 0x39)) return this.#number();
    throw this.#unexpected("a value");
  }

  end(): void {
    if (this.#skipSpace() !== END) throw this.#unexpected("the end of the text");
  }

  #object(depth: number): Slot {
    this.#deeper(depth);
    const record: Record<string, Slot> = {};
    this.#at++;
    if (this.#skipSpace() === 0x7d) {
      this.#at++;
      return record;
    }
    for (;;) {
      if (this.#skipSpace() !== 0x22) throw this.#unexpected("a key in double quotes");
      const key = keyIn(this.#string());
      if (this.#skipSpace() !== 0x3a) throw this.#unexpected('":" after the key');
      this.#at++;
      record[key] = this.value(depth + 1);
      const unit = this.#skipSpace();
      if (unit === 0x2c) {
        this.#at++;
      } else if (unit === 0x7d) {
        this.#at++;
        return record;
      } else {
        throw this.#unexpected('"," or "}"');
      }
    }
  }

  #list(depth: number): Slot {
    this.#deeper(depth);
    const items: Slot[] = [];
    this.#at++;
    if (this.#skipSpace() === 0x5d) {
      this.#at++;
      return items;
    }
    for (;;) {
      items.push(this.value(depth + 1));
      const unit = this.#skipSpace();
      if (unit === 0x2c) {
        this.#at++;
      } else if (unit === 0x5d) {
        this.#at++;
        return makeList(items);
      } else {
        throw this.#unexpected('"," or "]"');
      }
    }
  }

  #string(): string {
    const text = this.#text;
    const start = ++this.#at;
    let at = start;
    for (;;) {
      const unit = text.charCodeAt(at);
      if (unit === 0x22) {
        this.#at = at + 1;
        return text.slice(start, at);
      }
      if (unit === 0x5c) return this.#escapedString(start, at);
      if (unit < 0x20) throw this.#fail(at, `a line break or control character inside a string`);
      if (unit !== unit) throw this.#fail(start - 1, "a string that is not closed");
      at++;
    }
  }

  /** The rest of a string from its first backslash on. */
  #escapedString(start: number, first: number): string {
    const text = this.#text;
    let result = "";
    let from = start;
    let at = first;
    for (;;) {
      const unit = text.charCodeAt(at);
      if (unit === 0x22) {
        this.#at = at + 1;
        // A lone surrogate can be escaped in JSON, but no string of ours can hold one.
        return (result + text.slice(from, at)).toWellFormed();
      }
      if (unit === 0x5c) {
        result += text.slice(from, at);
        const code = text[at + 1];
        if (code === "u") {
          const hex = text.slice(at + 2, at + 6);
          if (!/^[0-9a-fA-F]{4}$/.test(hex)) {
            throw this.#fail(at, "\\u without four hexadecimal digits");
          }
          result += String.fromCharCode(parseInt(hex, 16));
          at += 6;
        } else {
          const plain = code === undefined ? undefined : ESCAPES[code];
          if (plain === undefined) {
            throw this.#fail(at, `an escape JSON does not know: \\${code ?? ""}`);
          }
          result += plain;
          at += 2;
        }
        from = at;
      } else if (unit < 0x20) {
        throw this.#fail(at, "a line break or control character inside a string");
      } else if (unit !== unit) {
        throw this.#fail(start - 1, "a string that is not closed");
      } else {
        at++;
      }
    }
  }

  #number(): Slot {
    const start = this.#at;
    NUMBER.lastIndex = start;
    const found = NUMBER.exec(this.#text);
    if (found === null) throw this.#fail(start, "a minus sign without a number");
    const [literal, fraction] = found;
    const end = start + literal.length;
    const next = this.#text.charCodeAt(end);
    if (next >= 0x30 && next <= 0x39) throw this.#fail(start, "a number that begins with 0");
    if (next === 0x2e || next === 0x65 || next === 0x45) {
      throw this.#fail(start, "a number without digits after its point or exponent");
    }
    this.#at = end;
    const n = Number(literal);
    if (fraction === undefined) {
      return Number.isSafeInteger(n) ? n + 0 : normalize(BigInt(literal));
    }
    if (Number.isFinite(n)) return box(n);
    throw this.#fail(start, "a number beyond the range of Float");
  }

  #word<T extends Slot>(word: string, value: T): T {
    if (!this.#text.startsWith(word, this.#at)) throw this.#unexpected("a value");
    this.#at += word.length;
    return value;
  }

  /** Goes over white space; gives the next unit, or {@linkcode END}. */
  #skipSpace(): number {
    for (;;) {
      const unit = this.#text.charCodeAt(this.#at);
      if (unit > 0x20) return unit;
      if (unit === 0x20 || unit === 0x0a || unit === 0x0d || unit === 0x09) this.#at++;
      else return unit === unit ? unit : END;
    }
  }

  #deeper(depth: number): void {
    if (depth < DEPTH_MAX) return;
    const { line, column } = placeIn(this.#text, this.#at);
    throw new ZixirError(
      "limit",
      `${this.#name}: nested deeper than ${DEPTH_MAX} levels at line ${line}, column ${column}`,
      { code: "E0701", data: { line, column } },
    );
  }

  #unexpected(expected: string): ZixirError {
    const rest = this.#text.slice(this.#at);
    const seen = rest === "" ? "the end of the text" : WORD.exec(rest)?.[0] ?? Array.from(rest)[0];
    const hint = HINTS.find(([pattern]) => pattern.test(rest))?.[1];
    const shown = rest === "" ? seen : inspect(seen);
    return this.#fail(this.#at, `${shown} where ${expected} was expected`, hint);
  }

  #fail(at: number, problem: string, hint?: string): ZixirError {
    const { line, column } = placeIn(this.#text, at);
    return new ZixirError(
      "value",
      `${this.#name}: not JSON at line ${line}, column ${column}: ${problem}`,
      { code: "E0308", data: { line, column }, ...(hint === undefined ? {} : { hint }) },
    );
  }
}

/** No unit: the end of the text. */
const END = -1;

const NUMBER = /-?(?:0|[1-9][0-9]*)(\.[0-9]+(?:[eE][+-]?[0-9]+)?|[eE][+-]?[0-9]+)?/y;

const WORD = /^[A-Za-z_][A-Za-z0-9_]{0,30}/;

const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  "\\": "\\",
  "/": "/",
  "b": "\b",
  "f": "\f",
  "n": "\n",
  "r": "\r",
  "t": "\t",
};

const HINTS: readonly [RegExp, string][] = [
  [/^'/, "JSON has double quotes only"],
  [/^[\]}]/, "a comma before it may be one too many"],
  [/^(NaN|-?Infinity|undefined)\b/, "JSON has no such value; null is the nearest"],
  [/^(True|False|None)\b/, "this is Python's notation; JSON writes true, false, null"],
  [/^\/[/*]/, "JSON has no comments"],
];
