/**
 * Two engines for regular expressions behind one interface, and the choice between them.
 *
 * V8 tries alternatives by going back, which takes time exponential in the length of the text for
 * patterns such as `(a+)+$`, where no timeout could stop it. A pattern that repeats a group in which
 * something repeats or alternates therefore runs on RE2JS, a port of RE2 (Cox, "Regular Expression
 * Matching in the Wild", 2010), whose time is linear. All others run on V8, 10 to 40 times faster,
 * and so do look-around and back references, which only V8 has.
 *
 * The engine depends on the pattern alone, so that a pattern means the same for every text.
 *
 * @module
 */
import { inspect } from "../values/mod.ts";
import { valueError } from "./arguments.ts";

/** One match; indices count UTF-16 units. */
export interface Match {
  readonly start: number;
  readonly end: number;
  /** The whole match, then its groups; null for one that took no part. */
  readonly groups: readonly (string | null)[];
  readonly named: Readonly<Record<string, string | null>>;
}

/** A compiled pattern. */
export interface Matcher {
  readonly engine: "v8" | "linear";
  /** Matches from left to right, not overlapping. */
  matches(text: string): Iterable<Match>;
}

/**
 * Compiles a pattern, or takes it from those compiled before.
 *
 * @param name the function, for errors
 * @param pattern the pattern
 * @param flags of `i` (ignore case), `m` (`^` and `$` at every line), `s` (`.` takes line breaks)
 * @throws {ZixirError} kind `value` for a pattern or flags that are none
 *
 * @example
 * ```ts
 * import { compile } from "./regex_engine.ts";
 * const [match] = compile("regex.find", "(\\d+)-(\\d+)", "").matches("tel 12-34");
 * if (match.groups[2] !== "34") throw new Error("groups");
 * ```
 */
export function compile(name: string, pattern: string, flags: string): Matcher {
  const key = `${flags}/${pattern}`;
  let matcher = compiled.get(key);
  if (matcher === undefined) {
    matcher = make(name, pattern, flags);
    // Patterns built by a program may be without number; the oldest goes.
    if (compiled.size >= COMPILED_MAX) compiled.delete(compiled.keys().next().value!);
    compiled.set(key, matcher);
  }
  return matcher;
}

/** Loads the linear engine, which costs 10 ms; without it every pattern runs on V8. */
export async function prepareLinear(): Promise<void> {
  linear ??= (await import("re2js")).RE2JS;
}

/**
 * What the choice of engine looks at.
 *
 * @param pattern a pattern V8 takes
 * @returns whether it repeats what itself repeats or alternates, and whether only V8 can run it
 */
export function shapeOf(pattern: string): { nested: boolean; v8Only: boolean } {
  let nested = false;
  let v8Only = false;
  /** For each open group, and the pattern: whether it varies so far. */
  const varies = [false];
  /** Whether the atom before the current place is a group that varies. */
  let before = false;
  for (let i = 0; i < pattern.length; i++) {
    const c = pattern[i];
    const repeat = REPEAT.exec(pattern.slice(i, i + 24));
    if (c === "\\") {
      if (/[1-9k]/.test(pattern[i + 1] ?? "")) v8Only = true;
      i++;
      if (/[upP]/.test(pattern[i]) && pattern[i + 1] === "{") i = pattern.indexOf("}", i);
      before = false;
    } else if (c === "[") {
      i = endOfClass(pattern, i);
      before = false;
    } else if (c === "(") {
      if (/^\(\?(=|!|<=|<!)/.test(pattern.slice(i, i + 4))) v8Only = true;
      varies.push(false);
      before = false;
      // `(?<name>` and `(?i:`: the question mark repeats nothing.
      if (pattern[i + 1] === "?") i++;
    } else if (c === ")") {
      before = varies.pop() ?? false;
      if (before) varies[varies.length - 1] = true;
    } else if (c === "|") {
      varies[varies.length - 1] = true;
      before = false;
    } else if (repeat !== null) {
      if (before && repeat[0] !== "?") nested = true;
      varies[varies.length - 1] = true;
      i += repeat[0].length - 1;
      if (pattern[i + 1] === "?") i++;
      before = false;
    } else {
      before = false;
    }
  }
  return { nested, v8Only };
}

const REPEAT = /^(?:[*+?]|\{\d+(?:,\d*)?\})/;

const COMPILED_MAX = 500;
const compiled = new Map<string, Matcher>();

type Linear = typeof import("re2js").RE2JS;
let linear: Linear | undefined;

function make(name: string, pattern: string, flags: string): Matcher {
  if (!/^[ims]*$/.test(flags)) {
    throw valueError(
      name,
      `flags are of "i", "m" and "s", got ${inspect(flags)}`,
      "i ignores case, m lets ^ and $ match at every line, s lets . match line breaks",
    );
  }
  const wanted = [...new Set(flags)].join("");
  let native: RegExp;
  try {
    native = new RegExp(pattern, `gu${wanted}`);
  } catch (error) {
    // "Invalid regular expression: /(/gu: Unterminated group"
    const reason = String((error as Error).message).split(": ").at(-1)!;
    throw valueError(
      name,
      `${inspect(pattern)} is no regular expression: ${reason.toLowerCase()}`,
      'a backslash is written twice in a string: "\\\\d+"',
    );
  }
  const { nested, v8Only } = shapeOf(pattern);
  if (linear !== undefined && nested && !v8Only) {
    const matcher = linearMatcher(linear, pattern, wanted);
    if (matcher !== null) return matcher;
  }
  return { engine: "v8", matches: (text) => nativeMatches(native, text) };
}

function* nativeMatches(pattern: RegExp, text: string): Generator<Match, void, undefined> {
  for (const found of text.matchAll(pattern)) {
    yield {
      start: found.index,
      end: found.index + found[0].length,
      groups: Array.from(found, (group) => group ?? null),
      named: Object.fromEntries(
        Object.entries(found.groups ?? {}).map(([key, group]) => [key, group ?? null]),
      ),
    };
  }
}

/** Null when RE2JS does not know some part of the pattern. */
function linearMatcher(engine: Linear, pattern: string, flags: string): Matcher | null {
  const given = (flags.includes("i") ? engine.CASE_INSENSITIVE : 0) |
    (flags.includes("m") ? engine.MULTILINE : 0) | (flags.includes("s") ? engine.DOTALL : 0);
  let program: InstanceType<Linear>;
  try {
    program = engine.compile(engine.translateRegExp(pattern), given);
  } catch {
    return null;
  }
  return { engine: "linear", matches: (text) => linearMatches(program, text) };
}

function* linearMatches(
  program: InstanceType<Linear>,
  text: string,
): Generator<Match, void, undefined> {
  const matcher = program.matcher(text);
  const names = Object.entries(program.namedGroups());
  while (matcher.find()) {
    const groups = Array.from(
      { length: matcher.groupCount() + 1 },
      (_, i) => matcher.group(i) ?? null,
    );
    yield {
      start: matcher.start(),
      end: matcher.end(),
      groups,
      named: Object.fromEntries(names.map(([name, i]) => [name, groups[i]])),
    };
  }
}

/** The index of the bracket that ends a class. */
function endOfClass(pattern: string, open: number): number {
  for (let i = open + 1; i < pattern.length; i++) {
    if (pattern[i] === "\\") i++;
    else if (pattern[i] === "]") return i;
  }
  return pattern.length;
}
