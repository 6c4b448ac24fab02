/**
 * Strings, counted and found by the bytes of their UTF-8 form, and compared by their characters.
 *
 * Counting and finding are done in JavaScript, where the strings live: handing one to native code means
 * copying it, which costs more than it gives.
 *
 * @module
 */
import { giveDeadList } from "../dead_lists.ts";
import { EngineError } from "../error.ts";
import { kernels } from "../kernels.ts";
import { type EngineOperation, operation } from "../operation.ts";
import { fail } from "../status.ts";
import { newList, scalars, toInt, toText } from "../values.ts";

const encoder = new TextEncoder();
const chunkUnits = 8192;
let chunk: Uint8Array<ArrayBuffer> | undefined;

/** Bytes of the UTF-8 form of `s` before `end` (in UTF-16 units, at a character's boundary). */
function utf8Length(s: string, end: number): number {
  let bytes = 0;
  if (end < 64) {
    for (let i = 0; i < end; i++) {
      const unit = s.charCodeAt(i);
      // Each half of a surrogate pair counts two of the four bytes.
      bytes += unit < 0x80 ? 1 : unit < 0x800 || (unit & 0xf800) === 0xd800 ? 2 : 3;
    }
    return bytes;
  }
  chunk ??= new Uint8Array(3 * chunkUnits);
  for (let i = 0; i < end;) {
    const part = s.slice(i, Math.min(end, i + chunkUnits));
    const { read, written } = encoder.encodeInto(cutPair(part, i + part.length < end), chunk);
    bytes += written;
    i += read;
  }
  return bytes;
}

/** Without a first half of a surrogate pair at the end, whose second half is in the next part. */
function cutPair(part: string, more: boolean): string {
  return more && (part.charCodeAt(part.length - 1) & 0xfc00) === 0xd800 ? part.slice(0, -1) : part;
}

function stringCount(s: unknown): number {
  const text = toText(s, "string_count", "text");
  return utf8Length(text, text.length);
}

function stringFind(s: unknown, p: unknown): number {
  const text = toText(s, "string_find", "text");
  const at = text.indexOf(toText(p, "string_find", "part"));
  return at < 0 ? -1 : utf8Length(text, at);
}

function stringStartsWith(s: unknown, p: unknown): boolean {
  const name = "string_starts_with";
  return toText(s, name, "text").startsWith(toText(p, name, "prefix"));
}

function stringEndsWith(s: unknown, p: unknown): boolean {
  const name = "string_ends_with";
  return toText(s, name, "text").endsWith(toText(p, name, "suffix"));
}

function stringCountOf(s: unknown, p: unknown): number {
  const text = toText(s, "string_count_of", "text");
  const part = toText(p, "string_count_of", "part");
  if (part === "") {
    throw new EngineError("E0405", "string_count_of: an empty part occurs everywhere and nowhere");
  }
  let count = 0;
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + part.length)) count++;
  return count;
}

/** Texts up to this length (in UTF-16 units) are handed over in rooms made once. */
const roomUnits = 256;
const rooms = [new Uint32Array(roomUnits), new Uint32Array(roomUnits)];
const counts = [0, 0];

/** The code points of a text, in one of two rooms, their number in `counts`. */
function codePoints(text: string, which: 0 | 1): Uint32Array {
  const room = text.length <= roomUnits ? rooms[which] : new Uint32Array(text.length);
  let n = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if ((unit & 0xfc00) === 0xd800) {
      room[n++] = text.codePointAt(i)!;
      i++;
    } else {
      room[n++] = unit;
    }
  }
  counts[which] = n;
  return room;
}

/** Pairs of texts whose table has at most so many cells are compared in JavaScript. */
const smallTable = 64;
const tableRow = new Uint32Array(smallTable + 1);

/** The textbook's table, one row of it at a time. */
function smallDistance(a: Uint32Array, n: number, b: Uint32Array, m: number): number {
  for (let j = 0; j <= m; j++) tableRow[j] = j;
  for (let i = 0; i < n; i++) {
    let corner = i;
    let left = i + 1;
    for (let j = 0; j < m; j++) {
      const above = tableRow[j + 1];
      const replaced = a[i] === b[j] ? corner : corner + 1;
      const inserted = (left < above ? left : above) + 1;
      corner = above;
      tableRow[j] = left;
      left = replaced < inserted ? replaced : inserted;
    }
    tableRow[m] = left;
  }
  return tableRow[m];
}

function levenshtein(first: unknown, second: unknown): number {
  const a = codePoints(toText(first, "levenshtein", "a"), 0);
  const b = codePoints(toText(second, "levenshtein", "b"), 1);
  const [n, m] = counts;
  if (n > 0 && m > 0 && n * m <= smallTable) return smallDistance(a, n, b, m);
  const status = kernels().zx_levenshtein(a, counts[0], b, counts[1], scalars);
  if (status !== 0) fail(status, { operation: "levenshtein" });
  return scalars[0];
}

function jaroWinkler(first: unknown, second: unknown): number {
  const a = codePoints(toText(first, "jaro_winkler", "a"), 0);
  const b = codePoints(toText(second, "jaro_winkler", "b"), 1);
  const status = kernels().zx_jaro_winkler(a, counts[0], b, counts[1], scalars);
  if (status !== 0) fail(status, { operation: "jaro_winkler" });
  return scalars[0];
}

function csvFloats(
  s: unknown,
  delimiter: unknown = ",",
  lines: unknown = 0,
  out?: Float64Array,
): Float64Array {
  const name = "csv_floats";
  const bytes = utf8(toText(s, name, "text"));
  const separator = separatorCode(toText(delimiter, name, "separator"));
  const skip = toInt(lines, name, "skip", 0);
  const n = bytes.length;
  const k = kernels();
  k.zx_csv_bound(bytes, n, separator, scalars);
  const room = scalars[0];
  const numbers = newList(room, name);
  const status = k.zx_csv(bytes, n, separator, skip, numbers, room, scalars);
  if (status !== 0) fail(status, { operation: name, place: [scalars[0], scalars[1]] });
  const found = scalars[0];
  if (out !== undefined) {
    if (out.length !== found) {
      throw new EngineError(
        "E0403",
        `${name}: the result has ${found} elements, but out has room for ${out.length}`,
      );
    }
    out.set(numbers.subarray(0, found));
    giveDeadList(numbers);
    return out;
  }
  if (found === room) return numbers;
  const result = numbers.slice(0, found);
  giveDeadList(numbers);
  return result;
}

/** The UTF-8 form of a text, for a short one in a room that is valid until the next call. */
function utf8(text: string): Uint8Array {
  if (text.length > chunkUnits) return encoder.encode(text);
  chunk ??= new Uint8Array(3 * chunkUnits);
  return chunk.subarray(0, encoder.encodeInto(text, chunk).written);
}

/** The code of a separator; that of a comma without looking, since most texts have it. */
function separatorCode(separator: string): number {
  if (separator === ",") return 44;
  const code = separator.codePointAt(0) ?? 0;
  if (String.fromCodePoint(code) !== separator || !isSeparator(code)) {
    throw new EngineError(
      "E0405",
      `csv_floats: a separator is one character such as "," ";" "|" "\\t", got ${
        JSON.stringify(separator)
      }`,
    );
  }
  return code;
}

/** ASCII, and nothing that a number or the end of a line is made of. */
function isSeparator(code: number): boolean {
  return code > 0 && code < 128 && !"0123456789+-.eE\r\n".includes(String.fromCodePoint(code));
}

/** Operations on strings. */
export const texts: readonly EngineOperation[] = [
  operation({
    name: "string_count",
    type: "(text: String) -> Int",
    doc: "How many bytes the UTF-8 form of the text has.",
    example: ['engine.string_count("héllo")', "6"],
    run: stringCount,
  }),
  operation({
    name: "string_find",
    type: "(text: String, part: String) -> Int",
    doc: "How many bytes of UTF-8 come before the first occurrence of a part, or -1.",
    example: ['engine.string_find("hello world", "world")', "6"],
    run: stringFind,
  }),
  operation({
    name: "string_starts_with",
    type: "(text: String, prefix: String) -> Bool",
    doc: "Whether the text begins with the prefix.",
    example: ['engine.string_starts_with("zixir", "zi")', "true"],
    run: stringStartsWith,
  }),
  operation({
    name: "string_ends_with",
    type: "(text: String, suffix: String) -> Bool",
    doc: "Whether the text ends with the suffix.",
    example: ['engine.string_ends_with("zixir", "xir")', "true"],
    run: stringEndsWith,
  }),
  operation({
    name: "string_count_of",
    type: "(text: String, part: String) -> Int",
    doc: "How often a part occurs, without overlap.",
    example: ['engine.string_count_of("banana", "an")', "2"],
    run: stringCountOf,
  }),
  operation({
    name: "levenshtein",
    type: "(a: String, b: String) -> Int",
    doc: "The least number of characters to insert, delete or replace to make one text the other.",
    example: ['engine.levenshtein("kitten", "sitting")', "3"],
    run: levenshtein,
  }),
  operation({
    name: "jaro_winkler",
    type: "(a: String, b: String) -> Float",
    doc: "How alike two texts are, from 0.0 to 1.0, with a bonus for a common beginning.",
    example: ['engine.jaro_winkler("zixir", "zixir")', "1.0"],
    run: jaroWinkler,
  }),
  operation({
    name: "csv_floats",
    type: '(text: String, separator: String = ",", skip: Int = 0) -> [Float]',
    doc:
      "The numbers of a table in a text, row after row; empty cells are nan, `skip` lines are left out.",
    example: ['engine.csv_floats("x,y\\n1,2\\n3,4.5", skip: 1)', "[1.0, 2.0, 3.0, 4.5]"],
    run: csvFloats,
  }),
];
