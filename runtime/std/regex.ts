/**
 * The module `regex`: JavaScript's regular expressions in Unicode mode; see `regex_engine.ts` for
 * what keeps them from running away.
 *
 * @module
 */
import { type List, record, type RecordSlot, type Slot } from "../values/mod.ts";
import type { Entry, Table } from "../table.ts";
import { typeError, valueError } from "./arguments.ts";
import type { Callback, WaitingCallback } from "./callbacks.ts";
import { compile, type Match, prepareLinear } from "./regex_engine.ts";
import { pointOfUnit } from "./text.ts";

const CAPTURES = "{text: String, start: Int, end: Int, groups: [String?], named: Map<String?>}";

/** The table of `regex`. */
export function regexTable(): Table {
  const entries: Entry[] = [
    {
      name: "test",
      type: '(text: String, pattern: String, flags: String = "") -> Bool',
      doc: "Whether the pattern matches somewhere in the text.",
      example: { source: 'regex.test("order 66", "\\\\d+")', result: "true" },
      run: (text: string, pattern: string, flags = ""): boolean =>
        first("regex.test", text, pattern, flags) !== null,
    },
    {
      name: "find",
      type: '(text: String, pattern: String, flags: String = "") -> String?',
      doc: "The first match, or nil.",
      example: { source: 'regex.find("tel 12-34", "\\\\d+")', result: '"12"' },
      run: (text: string, pattern: string, flags = ""): Slot =>
        first("regex.find", text, pattern, flags)?.groups[0] ?? null,
    },
    {
      name: "find_all",
      type: '(text: String, pattern: String, flags: String = "") -> [String]',
      doc: "All matches from left to right, not overlapping.",
      example: { source: 'regex.find_all("a1b22", "[0-9]+")', result: '["1", "22"]' },
      run: (text: string, pattern: string, flags = ""): List =>
        Array.from(matches("regex.find_all", text, pattern, flags), (m) => m.groups[0]!),
    },
    {
      name: "captures",
      type: `(text: String, pattern: String, flags: String = "") -> ${CAPTURES}?`,
      doc:
        "The first match with its place and what its groups `(...)` and `(?<name>...)` took, or nil.",
      example: {
        source: 'regex.captures("on 2026-01-31", "(?<y>\\\\d{4})-(\\\\d\\\\d)")',
        result: '{text: "2026-01", start: 3, end: 10, groups: ["2026", "01"], named: {y: "2026"}}',
      },
      run: (text: string, pattern: string, flags = ""): Slot => {
        const match = first("regex.captures", text, pattern, flags);
        return match === null ? null : capturesOf(text, match);
      },
    },
    {
      name: "captures_all",
      type: `(text: String, pattern: String, flags: String = "") -> [${CAPTURES}]`,
      doc: "All matches with their places and groups.",
      example: {
        source: 'regex.captures_all("a=1, b=2", "(\\\\w)=(\\\\d)") |> map(m => m.groups)',
        result: '[["a", "1"], ["b", "2"]]',
      },
      run: (text: string, pattern: string, flags = ""): List =>
        Array.from(
          matches("regex.captures_all", text, pattern, flags),
          (match) => capturesOf(text, match),
        ),
    },
    {
      name: "replace",
      type: '(text: String, pattern: String, replacement: String, flags: String = "") -> String',
      doc:
        "The text with every match replaced; `$1` and `$<name>` in the replacement stand for groups, `$0` for the match, `$$` for a dollar sign.",
      example: {
        source: 'regex.replace("Ada Lovelace", "(\\\\w+) (\\\\w+)", "$2, $1")',
        result: '"Lovelace, Ada"',
      },
      run: (text: string, pattern: string, replacement: string, flags = ""): string =>
        replaced(
          text,
          matches("regex.replace", text, pattern, flags),
          (match) => expand(replacement, match),
        ),
    },
    {
      name: "replace_with",
      type:
        `(text: String, pattern: String, f: (${CAPTURES}) -> String, flags: String = "") -> String`,
      doc: "The text with every match replaced by what `f` gives for it.",
      example: {
        source: 'regex.replace_with("a1b2", "\\\\d", m => str(int(m.text) * 10))',
        result: '"a10b20"',
      },
      effect: "callback",
      run: (text: string, pattern: string, f: Callback, flags = ""): string =>
        replaced(
          text,
          matches("regex.replace_with", text, pattern, flags),
          (match) => asText(f(capturesOf(text, match))),
        ),
      runAsync: async (
        text: string,
        pattern: string,
        f: WaitingCallback,
        flags = "",
      ): Promise<string> => {
        const all = [...matches("regex.replace_with", text, pattern, flags)];
        const texts: string[] = [];
        for (const match of all) texts.push(asText(await f(capturesOf(text, match))));
        return replaced(text, all, (_, i) => texts[i]);
      },
    },
    {
      name: "split",
      type: '(text: String, pattern: String, flags: String = "") -> [String]',
      doc: "The parts of the text between matches.",
      example: { source: 'regex.split("a, b;c", "[,;]\\\\s*")', result: '["a", "b", "c"]' },
      run: split,
    },
    {
      name: "escape",
      type: "(text: String) -> String",
      doc: "A pattern that matches exactly this text.",
      example: { source: 'regex.test("1+1", regex.escape("1+1"))', result: "true" },
      run: (text: string): string => text.replace(/[\\^$.*+?()[\]{}|\/]/g, "\\$&"),
    },
  ];
  return {
    module: "regex",
    doc: "Regular expressions as in JavaScript; a backslash in a string is written twice.",
    entries: entries.map((entry) => ({ ...entry, prepare: prepareLinear })),
  };
}

function matches(name: string, text: string, pattern: string, flags: string): Iterable<Match> {
  return compile(name, pattern, flags).matches(text);
}

function first(name: string, text: string, pattern: string, flags: string): Match | null {
  for (const match of matches(name, text, pattern, flags)) return match;
  return null;
}

function capturesOf(text: string, { start, end, groups, named }: Match): RecordSlot {
  return {
    text: groups[0],
    start: pointOfUnit(text, start),
    end: pointOfUnit(text, end),
    groups: groups.slice(1),
    named: record.fromEntries(Object.entries(named)),
  } as RecordSlot;
}

function replaced(
  text: string,
  all: Iterable<Match>,
  replacement: (match: Match, index: number) => string,
): string {
  let result = "";
  let at = 0;
  let index = 0;
  for (const match of all) {
    result += text.slice(at, match.start) + replacement(match, index++);
    at = match.end;
  }
  return result + text.slice(at);
}

function expand(replacement: string, { groups, named }: Match): string {
  return replacement.replace(/\$(?:(\$)|(\d{1,2})|<([^>]*)>)/g, (whole, dollar, place, name) => {
    if (dollar !== undefined) return "$";
    if (place !== undefined) {
      if (Number(place) < groups.length) return groups[Number(place)] ?? "";
    } else if (Object.hasOwn(named, name)) {
      return named[name] ?? "";
    }
    throw valueError("regex.replace", `the pattern has no group for ${whole}`);
  });
}

function split(text: string, pattern: string, flags = ""): List {
  const parts: string[] = [];
  let at = 0;
  for (const { start, end } of matches("regex.split", text, pattern, flags)) {
    // An empty match at either end would part nothing from nothing.
    if (end === start && (start === 0 || start === text.length)) continue;
    parts.push(text.slice(at, start));
    at = end;
  }
  return [...parts, text.slice(at)];
}

function asText(v: Slot): string {
  if (typeof v === "string") return v;
  throw typeError("regex.replace_with", "a String from the function", v);
}
