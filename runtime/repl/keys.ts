/**
 * From what a terminal sends to keys.
 *
 * The sequences are those of ECMA-48 as xterm sends them (`ESC [ 1 ; 5 C` is Ctrl-Right), which all
 * common terminals follow, with the bracketed paste of xterm and the `CSI u` keys of newer ones.
 *
 * @module
 */

/** One thing the user did. */
export type Key =
  /** Typed text, without control characters. */
  | { readonly kind: "text"; readonly text: string }
  /** Text pasted as a whole. */
  | { readonly kind: "paste"; readonly text: string }
  /** A key by its name: `enter`, `left`, `ctrl-a`, `alt-backspace`, `shift-tab`, ... */
  | { readonly kind: "key"; readonly name: string };

const PASTE_START = "\x1b[200~";
const PASTE_END = "\x1b[201~";

/**
 * Reads keys from pieces of input, wherever these are cut.
 *
 * @example
 * ```ts
 * import { KeyDecoder } from "./keys.ts";
 * const decoder = new KeyDecoder();
 * const keys = [...decoder.push("ab\x1b["), ...decoder.push("A\x01")];
 * const names = keys.map((key) => key.kind === "key" ? key.name : key.text);
 * if (names.join() !== "ab,up,ctrl-a") throw new Error(names.join());
 * ```
 */
export class KeyDecoder {
  #rest = "";

  /** Whether what came last may be the beginning of a longer sequence. */
  get isPending(): boolean {
    return this.#rest !== "" && !this.#rest.startsWith(PASTE_START);
  }

  /**
   * Takes more input.
   *
   * @param text what the terminal sent
   * @returns the keys that are complete now
   */
  push(text: string): Key[] {
    this.#rest += text;
    const keys: Key[] = [];
    while (this.#rest !== "") {
      const read = readKey(this.#rest);
      if (read === null) break;
      this.#rest = this.#rest.slice(read.length);
      if (read.key !== null) keys.push(read.key);
    }
    return keys;
  }

  /** Takes what is pending as it is: nothing more came, so an ESC was the key of that name. */
  flush(): Key[] {
    if (!this.isPending) return [];
    const rest = this.#rest;
    this.#rest = "";
    return [named("escape"), ...this.push(rest.slice(1))];
  }
}

interface Read {
  /** Null for a sequence without a meaning here. */
  readonly key: Key | null;
  readonly length: number;
}

/** Reads the first key of a text that is not empty; null where it goes on. */
function readKey(text: string): Read | null {
  const code = text.charCodeAt(0);
  if (code === ESC) return readSequence(text);
  if (code < 0x20 || code === 0x7f) return { key: named(controlName(code)), length: 1 };
  // deno-lint-ignore no-control-regex -- they are what ends typed text
  const [typed] = /^[^\x00-\x1f\x7f]+/.exec(text)!;
  return { key: { kind: "text", text: typed }, length: typed.length };
}

const ESC = 0x1b;

function readSequence(text: string): Read | null {
  if (text.startsWith(PASTE_START)) {
    const end = text.indexOf(PASTE_END);
    if (end < 0) return null;
    const pasted = text.slice(PASTE_START.length, end);
    return { key: { kind: "paste", text: pasted }, length: end + PASTE_END.length };
  }
  if (text.length === 1) return null;
  if (text[1] === "[") {
    // deno-lint-ignore no-control-regex -- ESC is what a sequence begins with
    const found = /^\x1b\[([0-?]*)[ -/]*([@-~])/.exec(text);
    if (found !== null) return { key: csiKey(found[1], found[2]), length: found[0].length };
    // deno-lint-ignore no-control-regex -- as above
    return /^\x1b\[[0-?]*[ -/]*$/.test(text) ? null : { key: null, length: 2 };
  }
  if (text[1] === "O") {
    if (text.length === 2) return null;
    const name = FINALS[text[2]];
    return { key: name === undefined ? null : named(name), length: 3 };
  }
  if (text.charCodeAt(1) === ESC) return { key: named("escape"), length: 1 };
  const inner = readKey(text.slice(1));
  if (inner === null) return null;
  if (inner.key?.kind === "paste") return { key: inner.key, length: 1 + inner.length };
  if (inner.key?.kind === "text") {
    const [first] = inner.key.text;
    return { key: named(`alt-${first.toLowerCase()}`), length: 1 + first.length };
  }
  // Ctrl-C soon after Escape is just that.
  if (inner.key?.name.startsWith("ctrl-")) return { key: named("escape"), length: 1 };
  return {
    key: inner.key === null ? null : named(`alt-${inner.key.name}`),
    length: 1 + inner.length,
  };
}

/** Keys by the last character of their sequence. */
const FINALS: Readonly<Record<string, string>> = {
  A: "up",
  B: "down",
  C: "right",
  D: "left",
  F: "end",
  H: "home",
  Z: "shift-tab",
};

/** Keys by the number before `~`. */
const NUMBERED: Readonly<Record<string, string>> = {
  1: "home",
  2: "insert",
  3: "delete",
  4: "end",
  5: "page-up",
  6: "page-down",
  7: "home",
  8: "end",
};

/** A sequence `ESC [ parameters final`. */
function csiKey(parameters: string, final: string): Key | null {
  const [first, modifiers = "1"] = parameters.split(";");
  let name: string | undefined;
  if (final === "~") name = NUMBERED[first];
  else if (final === "u") name = unicodeName(Number(first));
  else name = FINALS[final];
  return name === undefined ? null : named(prefixOf(Number(modifiers.split(":")[0])) + name);
}

/** The name of a key that is sent as its code point. */
function unicodeName(code: number): string | undefined {
  if (!(code > 0 && code <= 0x10ffff)) return undefined;
  if (code === ESC) return "escape";
  return code < 0x20 || code === 0x7f ? controlName(code) : String.fromCodePoint(code);
}

/** Modifiers as xterm counts them: 1, and 1 more for Shift, 2 for Alt, 4 for Ctrl. */
function prefixOf(modifiers: number): string {
  const bits = modifiers - 1;
  return (bits & 4 ? "ctrl-" : "") + (bits & 2 ? "alt-" : "") + (bits & 1 ? "shift-" : "");
}

function controlName(code: number): string {
  switch (code) {
    case 0:
      return "ctrl-space";
    case 0x09:
      return "tab";
    case 0x0a:
    case 0x0d:
      return "enter";
    case 0x08:
    case 0x7f:
      return "backspace";
    case 0x1f:
      return "ctrl-_";
    default:
      return `ctrl-${String.fromCharCode(code + 0x60)}`;
  }
}

function named(name: string): Key {
  return { kind: "key", name };
}
