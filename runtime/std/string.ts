/**
 * The module `string`. Places and lengths count code points.
 *
 * @module
 */
import {
  display,
  type Int,
  type List,
  list,
  record,
  type RecordSlot,
  type Slot,
} from "../values/mod.ts";
import type { Table } from "../table.ts";
import { atLeast, bounds, textLength, valueError } from "./arguments.ts";
import { intOfText } from "./convert.ts";
import { codePoints, pointOfUnit, slicePoints } from "./text.ts";

/** The table of `string`. */
export function stringTable(): Table {
  return {
    module: "string",
    doc: "Strings: case, trimming, searching, replacing, padding, taking apart.",
    entries: [
      {
        name: "upper",
        type: "(text: String) -> String",
        doc: "The text in upper case.",
        example: { source: 'string.upper("straße")', result: '"STRASSE"' },
        run: (text: string): string => text.toUpperCase(),
      },
      {
        name: "lower",
        type: "(text: String) -> String",
        doc: "The text in lower case.",
        example: { source: 'string.lower("ÀB")', result: '"àb"' },
        run: (text: string): string => text.toLowerCase(),
      },
      {
        name: "capitalize",
        type: "(text: String) -> String",
        doc: "The text with its first character in upper case.",
        example: { source: 'string.capitalize("ada lovelace")', result: '"Ada lovelace"' },
        run: (text: string): string => {
          const [first = ""] = text;
          return first.toUpperCase() + text.slice(first.length);
        },
      },
      {
        name: "trim",
        type: "(text: String) -> String",
        doc: "The text without white space at both ends.",
        example: { source: 'string.trim("  a b\\n")', result: '"a b"' },
        run: (text: string): string => text.trim(),
      },
      {
        name: "trim_start",
        type: "(text: String) -> String",
        doc: "The text without white space at its start.",
        example: { source: 'string.trim_start("  a ")', result: '"a "' },
        run: (text: string): string => text.trimStart(),
      },
      {
        name: "trim_end",
        type: "(text: String) -> String",
        doc: "The text without white space at its end.",
        example: { source: 'string.trim_end(" a  ")', result: '" a"' },
        run: (text: string): string => text.trimEnd(),
      },
      {
        name: "is_empty",
        type: "(text: String) -> Bool",
        doc: "Whether the text has no character.",
        example: { source: 'string.is_empty("")', result: "true" },
        run: (text: string): boolean => text === "",
      },
      {
        name: "starts_with",
        type: "(text: String, start: String) -> Bool",
        doc: "Whether the text begins with another.",
        example: { source: 'string.starts_with("report.csv", "rep")', result: "true" },
        run: (text: string, start: string): boolean => text.startsWith(start),
      },
      {
        name: "ends_with",
        type: "(text: String, end: String) -> Bool",
        doc: "Whether the text ends with another.",
        example: { source: 'string.ends_with("report.csv", ".csv")', result: "true" },
        run: (text: string, end: string): boolean => text.endsWith(end),
      },
      {
        name: "remove_prefix",
        type: "(text: String, start: String) -> String",
        doc: "The text without a beginning, or as it is when it begins otherwise.",
        example: { source: 'string.remove_prefix("v1.2", "v")', result: '"1.2"' },
        run: (text: string, start: string): string =>
          text.startsWith(start) ? text.slice(start.length) : text,
      },
      {
        name: "remove_suffix",
        type: "(text: String, end: String) -> String",
        doc: "The text without an end, or as it is when it ends otherwise.",
        example: { source: 'string.remove_suffix("data.csv", ".csv")', result: '"data"' },
        run: (text: string, end: string): string =>
          text.endsWith(end) ? text.slice(0, text.length - end.length) : text,
      },
      {
        name: "replace",
        type: "(text: String, old: String, new: String) -> String",
        doc: "The text with every occurrence of `old` replaced.",
        example: { source: 'string.replace("a-b-c", "-", "+")', result: '"a+b+c"' },
        // A function, since `$&` in a replacement text would mean something to JS.
        run: (text: string, old: string, replacement: string): string =>
          text.replaceAll(old, () => replacement),
      },
      {
        name: "find",
        type: "(text: String, part: String, from: Int = 0) -> Int?",
        doc: "The place of the first occurrence of `part` at or after `from`, or nil.",
        example: {
          source: '[string.find("banana", "an"), string.find("banana", "an", from: 2)]',
          result: "[1, 3]",
        },
        run: (text: string, part: string, from: Int = 0): Slot => {
          const [start] = bounds(codePoints(text), from, null);
          const unit = text.indexOf(part, slicePoints(text, 0, start).length);
          return unit < 0 ? null : pointOfUnit(text, unit);
        },
      },
      {
        name: "find_last",
        type: "(text: String, part: String) -> Int?",
        doc: "The place of the last occurrence of `part`, or nil.",
        example: { source: 'string.find_last("banana", "an")', result: "3" },
        run: (text: string, part: string): Slot => {
          const unit = text.lastIndexOf(part);
          return unit < 0 ? null : pointOfUnit(text, unit);
        },
      },
      {
        name: "count",
        type: "(text: String, part: String) -> Int",
        doc: "How often `part` occurs, occurrences not overlapping.",
        example: { source: 'string.count("banana", "an")', result: "2" },
        run: (text: string, part: string): number => {
          if (part === "") throw valueError("string.count", "the part must not be empty");
          return text.split(part).length - 1;
        },
      },
      {
        name: "slice",
        type: "(text: String, start: Int, end: Int? = nil) -> String",
        doc:
          "The characters from `start` up to but not including `end`; negative places count from the end.",
        example: {
          source: '[string.slice("héllo", 1, 3), string.slice("héllo", -2)]',
          result: '["él", "lo"]',
        },
        run: (text: string, start: Int, end: Int | null = null): string =>
          slicePoints(text, ...bounds(codePoints(text), start, end)),
      },
      {
        name: "repeat",
        type: "(text: String, times: Int) -> String",
        doc: "The text, `times` times.",
        example: { source: 'string.repeat("ab", 3)', result: '"ababab"' },
        run: (text: string, times: Int): string => {
          const n = atLeast("string.repeat", "times", times, 0);
          return text === ""
            ? ""
            : text.repeat(textLength("string.repeat", text.length * n) / text.length);
        },
      },
      {
        name: "pad_start",
        type: '(text: String, width: Int, fill: String = " ") -> String',
        doc: "The text with `fill` before it, to be at least `width` characters long.",
        example: { source: 'string.pad_start("7", 3, "0")', result: '"007"' },
        run: (text: string, width: Int, fill = " "): string =>
          padding("string.pad_start", text, width, fill) + text,
      },
      {
        name: "pad_end",
        type: '(text: String, width: Int, fill: String = " ") -> String',
        doc: "The text with `fill` after it, to be at least `width` characters long.",
        example: { source: 'string.pad_end("ab", 4, ".")', result: '"ab.."' },
        run: (text: string, width: Int, fill = " "): string =>
          text + padding("string.pad_end", text, width, fill),
      },
      {
        name: "truncate",
        type: '(text: String, width: Int, end: String = "…") -> String',
        doc: "The text cut to at most `width` characters, with `end` in place of what was cut.",
        example: { source: 'string.truncate("a long line", 7)', result: '"a long…"' },
        run: (text: string, width: Int, end = "…"): string => {
          const most = atLeast("string.truncate", "width", width, codePoints(end));
          if (codePoints(text) <= most) return text;
          return slicePoints(text, 0, most - codePoints(end)) + end;
        },
      },
      {
        name: "lines",
        type: "(text: String) -> [String]",
        doc:
          "The lines without their ends (`\\n` or `\\r\\n`); an end after the last opens no new one.",
        example: { source: 'string.lines("a\\nb\\r\\n\\nc\\n")', result: '["a", "b", "", "c"]' },
        run: linesOf,
      },
      {
        name: "words",
        type: "(text: String) -> [String]",
        doc: "The words of a text in any language, without punctuation.",
        example: {
          source: "string.words(\"It's late, isn't it?\")",
          result: '["It\'s", "late", "isn\'t", "it"]',
        },
        run: (text: string): List => {
          const parts: string[] = [];
          for (const part of words().segment(text)) if (part.isWordLike) parts.push(part.segment);
          return parts;
        },
      },
      {
        name: "chars",
        type: "(text: String) -> [String]",
        doc: "The characters: one string for each code point.",
        example: { source: 'string.chars("hé😀")', result: '["h", "é", "😀"]' },
        run: (text: string): List => Array.from(text),
      },
      {
        name: "graphemes",
        type: "(text: String) -> [String]",
        doc: "The characters as people count them: what joins on the screen stays together.",
        example: { source: 'len(string.graphemes("👩‍👩‍👧é"))', result: "2" },
        run: (text: string): List => Array.from(graphemes().segment(text), (part) => part.segment),
      },
      {
        name: "reverse",
        type: "(text: String) -> String",
        doc: "The characters from the last to the first.",
        example: { source: 'string.reverse("abc")', result: '"cba"' },
        run: (text: string): string => Array.from(text).reverse().join(""),
      },
      {
        name: "to_codes",
        type: "(text: String) -> [Int]",
        doc: "The Unicode numbers of the characters.",
        example: { source: 'string.to_codes("aé😀")', result: "[97, 233, 128512]" },
        run: (text: string): List => Array.from(text, (point) => point.codePointAt(0)!),
      },
      {
        name: "from_codes",
        type: "(codes: [Int]) -> String",
        doc: "The text of Unicode numbers.",
        example: { source: "string.from_codes([72, 105])", result: '"Hi"' },
        run: (codes: List): string => list.slots(codes).map(characterOf).join(""),
      },
      {
        name: "is_digits",
        type: "(text: String) -> Bool",
        doc: "Whether there is at least one character and all are the digits 0 to 9.",
        example: {
          source: '[string.is_digits("042"), string.is_digits("4.2")]',
          result: "[true, false]",
        },
        run: (text: string): boolean => /^[0-9]+$/.test(text),
      },
      {
        name: "is_letters",
        type: "(text: String) -> Bool",
        doc: "Whether there is at least one character and all are letters of some language.",
        example: { source: 'string.is_letters("Ærø")', result: "true" },
        run: (text: string): boolean => /^\p{L}+$/u.test(text),
      },
      {
        name: "normalize",
        type: '(text: String, form: String = "NFC") -> String',
        doc: 'The text in a Unicode normal form: "NFC", "NFD", "NFKC" or "NFKD".',
        example: { source: 'len(string.normalize("é", form: "NFD"))', result: "2" },
        run: (text: string, form = "NFC"): string => {
          if (!/^NFK?[CD]$/.test(form)) {
            throw valueError("string.normalize", `${form} is none of NFC, NFD, NFKC, NFKD`);
          }
          return text.normalize(form);
        },
      },
      {
        name: "to_int",
        type: "(text: String, base: Int = 10) -> Int",
        doc: 'The Int that digits in a base from 2 to 36 write; other texts raise kind "value".',
        example: { source: 'string.to_int("ff", base: 16)', result: "255" },
        run: (text: string, base: Int = 10): Int => intOfText("string.to_int", text, base),
      },
      {
        name: "fixed",
        type: "(x: Float, digits: Int = 2) -> String",
        doc: "A number with exactly so many digits after its point.",
        example: {
          source: "[string.fixed(3.14159), string.fixed(2, 1)]",
          result: '["3.14", "2.0"]',
        },
        run: (x: number, digits: Int = 2): string => {
          const n = atLeast("string.fixed", "digits", digits, 0);
          if (n > 100) {
            throw valueError("string.fixed", `digits must be at most 100, got ${digits}`);
          }
          return Number.isFinite(x) ? fixed(x, n) : x !== x ? "nan" : x > 0 ? "inf" : "-inf";
        },
      },
      {
        name: "fill",
        type: "(template: String, values: Map<a>) -> String",
        doc: "The template with each `{name}` replaced by that value; `{{` stands for a brace.",
        example: {
          source: 'string.fill("Dear {name}, {n} left", {name: "Ada", n: 3})',
          result: '"Dear Ada, 3 left"',
        },
        run: fill,
      },
    ],
  };
}

/** The lines of a text, without their ends. */
export function linesOf(text: string): string[] {
  const lines = text.split("\n");
  if (lines[lines.length - 1] === "") lines.pop();
  for (let i = 0; i < lines.length; i++) {
    if (lines[i].endsWith("\r")) lines[i] = lines[i].slice(0, -1);
  }
  return lines;
}

function padding(name: string, text: string, width: Int, fill: string): string {
  const missing = atLeast(name, "width", width, 0) - codePoints(text);
  if (missing <= 0) return "";
  if (fill === "") throw valueError(name, "the fill must not be empty");
  const size = codePoints(fill);
  textLength(name, missing * fill.length);
  return slicePoints(fill.repeat(Math.ceil(missing / size)), 0, missing);
}

function characterOf(code: Slot): string {
  const valid = typeof code === "number" && code >= 0 && code <= 0x10ffff &&
    !(code >= 0xd800 && code <= 0xdfff);
  if (!valid) throw valueError("string.from_codes", `${String(code)} is no Unicode character`);
  return String.fromCodePoint(code);
}

/** `toFixed` writes exponents from 1e21 on, where a double has no fraction anyway. */
function fixed(x: number, digits: number): string {
  if (Math.abs(x) < 1e21) return x.toFixed(digits);
  return `${BigInt(x)}${digits === 0 ? "" : "." + "0".repeat(digits)}`;
}

function fill(template: string, values: RecordSlot): string {
  return template.replace(/\{\{|\}\}|\{([^{}]*)\}/gu, (whole, name: string | undefined) => {
    if (name === undefined) return whole[0];
    const value = record.get(values, name.trim());
    if (value !== undefined) return display(value);
    throw valueError("string.fill", `the template names ${name.trim()}, the values do not have it`);
  });
}

let wordSegmenter: Intl.Segmenter | undefined;
let graphemeSegmenter: Intl.Segmenter | undefined;

function words(): Intl.Segmenter {
  return wordSegmenter ??= new Intl.Segmenter("en", { granularity: "word" });
}

function graphemes(): Intl.Segmenter {
  return graphemeSegmenter ??= new Intl.Segmenter("en", { granularity: "grapheme" });
}
