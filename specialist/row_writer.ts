/**
 * Code that writes the rows of a table as marshal, made for the shape of the rows: their keys and the
 * kinds of their values. It takes a third of the time that `marshal_write.ts` takes for any record.
 *
 * @module
 */

import { fieldsMax, HotCode } from "./record_shape.ts";

/** What the code needs of the writer of a message. */
export interface RowPen {
  /** The memory written into; another one once it has grown. */
  bytes: Uint8Array;
  /** The same memory. */
  view: DataView;
  /** Beyond this place the room must be made sure of. */
  limit: number;
  /** Where the message goes on behind the rows, or -1 when one of them cannot be written. */
  at: number;
  /** Makes sure of so many bytes behind a place. */
  reserve(at: number, bytes: number): void;
  /** Writes any value; gives the place behind it, or -1. */
  value(value: unknown, at: number, former: Former | undefined): number;
}

/** The record before one in a list. */
export class Former {
  /** Its properties. */
  readonly properties: string[] = [];
  /** The references to their keys. */
  readonly refs: number[] = [];
  /** For records that are in it, or in lists in it. */
  readonly inner: Former[] = [];

  /** One with the first so many properties, which stays when this becomes the next record. */
  copy(count: number): Former {
    const copy = new Former();
    copy.properties.push(...this.properties.slice(0, count));
    copy.refs.push(...this.refs.slice(0, count));
    copy.inner.push(...this.inner.slice(0, count));
    return copy;
  }
}

/**
 * Writes rows from an index on, at `pen.at`, for as long as they have the keys it was made for.
 *
 * @returns the index of the first row not written
 */
export type RowWriter = (
  rows: readonly unknown[],
  index: number,
  pen: RowPen,
  former: Former,
) => number;

/**
 * The code for rows like one, once so many of its shape were written that making it pays.
 *
 * @param former what is known of the keys of the row
 * @param count how many rows are written now
 */
export function rowWriter(
  former: Former,
  row: Readonly<Record<string, unknown>>,
  count: number,
): RowWriter | undefined {
  const { properties, refs } = former;
  if (properties.length > fieldsMax) return undefined;
  if (refs.some((ref) => ref > refMax)) return undefined;
  const kinds = properties.map((property) => kindOf(row[property]));
  const key = JSON.stringify([kinds, properties]);
  return hot.of(key, count, () => compile(properties, kinds));
}

type Kind = "int" | "float" | "text" | "bool" | "texts" | "other";

function kindOf(value: unknown): Kind {
  switch (typeof value) {
    case "number":
      return (value | 0) === value ? "int" : Number.isInteger(value) ? "other" : "float";
    case "string":
      return "text";
    case "boolean":
      return "bool";
    default:
      return Array.isArray(value) && value.length <= textsMax &&
          value.every((item) => typeof item === "string")
        ? "texts"
        : "other";
  }
}

/** Each test that fails leaves the value to the pen; each key that differs ends the rows. */
const tests: Record<Kind, (value: string) => string> = {
  int: (v) => `typeof ${v} === "number" && (${v} | 0) === ${v} && (${v} !== 0 || 1 / ${v} > 0)`,
  float: (v) => `typeof ${v} === "number" && !Number.isInteger(${v})`,
  text: (v) => `typeof ${v} === "string" && (end = text(${v}, bytes, at + 5)) > 0`,
  bool: (v) => `typeof ${v} === "boolean"`,
  texts: (v) => `Array.isArray(${v}) && (end = texts(${v}, bytes, view, at + 5)) > 0`,
  other: () => "false",
};
const writes: Record<Kind, (value: string) => string> = {
  int: (v) => `bytes[at + 5] = 0x69; view.setInt32(at + 6, ${v}, true); at += 10;`,
  float: (v) => `bytes[at + 5] = 0x67; view.setFloat64(at + 6, ${v}, true); at += 14;`,
  text: () => "at = end;",
  bool: (v) => `bytes[at + 5] = ${v} ? 0x54 : 0x46; at += 6;`,
  texts: () => "at = end;",
  other: () => "",
};

function compile(properties: readonly string[], kinds: readonly Kind[]): RowWriter {
  const names = properties.map((property) => JSON.stringify(property));
  const room = 16 + kinds.length * (16 + textMax) +
    kinds.filter((kind) => kind === "texts").length * textsMax * (textMax + 2);
  const fields = kinds.map((kind, index) =>
    `view.setUint32(at, key${index}, true); bytes[at + 4] = 0;
    if (${tests[kind](`v${index}`)}) { ${writes[kind](`v${index}`)} } else {
      at = pen.value(v${index}, at + 5, inner[${index}]);
      if (at < 0) break;
      if (at > pen.limit - ${room}) pen.reserve(at, ${room});
      bytes = pen.bytes; view = pen.view;
    }`
  );
  // The prototype itself is looked up ten times slower. That of the first row was.
  const isPlain = properties.includes("constructor")
    ? "Object.getPrototypeOf(row) === Object.prototype"
    : "row.constructor === Object";
  const source = `return function (rows, index, pen, { refs, inner }) {
  const count = rows.length;
  let { bytes, view, at } = pen, end = 0;
  const ${names.map((_, index) => `key${index} = 0x72 | refs[${index}] << 8`).join(", ")};
  for (; index < count; index++) {
    const row = rows[index];
    if (typeof row !== "object" || row === null || !(${isPlain})) break;
    let fields = 0;
    for (const property in row) if (property !== properties[fields++]) { fields = -1; break; }
    if (fields !== ${names.length}) break;
    if (at > pen.limit - ${room}) { pen.reserve(at, ${room}); bytes = pen.bytes; view = pen.view; }
    const ${names.map((name, index) => `v${index} = row[${name}]`).join(", ")};
    bytes[at++] = 0x7b;
    ${fields.join("\n    ")}
    bytes[at++] = 0x30;
  }
  pen.at = at;
  return index;
}`;
  const make = new Function("properties", "text", "texts", source);
  return make([...properties], shortText, shortTexts) as RowWriter;
}

/** Writes a short text in ASCII; gives the place behind it, or -1. */
function shortText(text: string, bytes: Uint8Array, at: number): number {
  const count = text.length;
  if (count > textMax) return -1;
  let to = at + 2;
  for (let index = 0; index < count; index++) {
    const unit = text.charCodeAt(index);
    if (unit > 127) return -1;
    bytes[to++] = unit;
  }
  bytes[at] = 0x7a;
  bytes[at + 1] = count;
  return to;
}

/** Writes a short list of short texts; gives the place behind it, or -1. */
function shortTexts(
  texts: readonly unknown[],
  bytes: Uint8Array,
  view: DataView,
  at: number,
): number {
  const count = texts.length;
  if (count > textsMax) return -1;
  bytes[at] = 0x5b;
  view.setUint32(at + 1, count, true);
  let to = at + 5;
  for (let index = 0; index < count; index++) {
    const text = texts[index];
    if (typeof text !== "string") return -1;
    to = shortText(text, bytes, to);
    if (to < 0) return -1;
  }
  return to;
}

const hot = new HotCode<RowWriter>();
const textMax = 63, textsMax = 8;
/** A key's reference is written with its opcode as one 32-bit number. */
const refMax = 0x7fffff;
