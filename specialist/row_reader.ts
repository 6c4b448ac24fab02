/**
 * Code that reads the rows of a table from marshal, made for the shape of the rows: their keys and the
 * kinds of their values. It takes half the time that `marshal_read.ts` takes for any dict.
 *
 * @module
 */
import { shortText } from "./pickle_cursor.ts";
import { fieldsMax, HotCode, propertyCode } from "./record_shape.ts";

/** What the code needs of the reader of a message. */
export interface RowSource {
  readonly bytes: Uint8Array;
  /** The same bytes. */
  readonly view: DataView;
  /** What is referred to again. */
  readonly refs: unknown[];
  /** The place of the next row. */
  at: number;
  /** Reads any value, at `at`. */
  value(): unknown;
  /** The host's value for a float. */
  makeFloat(value: number): unknown;
}

/** Dicts with the same keys in the same order, in one message. */
export interface RowShape {
  /** The references to their keys. */
  readonly refs: readonly number[];
  /** The properties for these. */
  readonly properties: readonly string[];
}

/** Reads rows into a list until it has so many, or one of them has other keys. */
export type RowReader = (
  source: RowSource,
  list: unknown[],
  count: number,
  shape: RowShape,
) => void;

/** Stands for a container that is being read. */
export const open: object = { open: true };

/**
 * The code for rows like one, once so many of its shape were read that making it pays.
 *
 * @param count how many rows are read now
 */
export function rowReader(
  shape: RowShape,
  row: Readonly<Record<string, unknown>>,
  count: number,
): RowReader | undefined {
  const { properties } = shape;
  if (properties.length > fieldsMax) return undefined;
  const kinds = properties.map((property) => kindOf(row[property]));
  const key = JSON.stringify([kinds, properties]);
  return hot.of(key, count, () => compile(properties, kinds));
}

type Kind = "int" | "float" | "text" | "bool" | "texts" | "other";

/** The kind of a value as far as it can be told from what was read; a wrong guess costs time only. */
function kindOf(value: unknown): Kind {
  switch (typeof value) {
    case "number":
      return Number.isInteger(value) ? "int" : "float";
    case "string":
      return "text";
    case "boolean":
      return "bool";
    default:
      if (Array.isArray(value)) return value.every(isText) ? "texts" : "other";
      return value === null || Object.getPrototypeOf(value) === Object.prototype
        ? "other"
        : "float";
  }
}

/** Reads a value of the kind at `at + 5`, behind its key, into a variable. */
const reads: Record<Kind, (variable: string) => string> = {
  int: (v) =>
    `if (type === 0x69) { ${v} = view.getInt32(at + 6, true); at += 10; }
    else if (type === 0xe9) { refs.push(${v} = view.getInt32(at + 6, true)); at += 10; }
    else`,
  float: (v) =>
    `if (type === 0x67) { ${v} = source.makeFloat(view.getFloat64(at + 6, true)); at += 14; }
    else`,
  text: (v) =>
    `if (type === 0x7a || type === 0x5a) {
      ${v} = text(bytes, at + 7, bytes[at + 6]); at += 7 + bytes[at + 6];
    } else`,
  bool: (v) =>
    `if (type === 0x54 || type === 0x46) { ${v} = type === 0x54; at += 6; }
    else`,
  texts: (v) =>
    `if (type === 0x5b && (${v} = texts(source, at + 6)) !== undefined) at = source.at;
    else`,
  other: () => "",
};

function compile(properties: readonly string[], kinds: readonly Kind[]): RowReader {
  const fields = kinds.map((kind, index) =>
    `if (bytes[at] !== 0x72 || view.getUint32(at + 1, true) !== key${index}) {
      at = start; refs.length = place; break;
    }
    type = bytes[at + 5];
    ${reads[kind](`v${index}`)} {
      source.at = at + 5; v${index} = source.value(); at = source.at;
    }`
  );
  const names = properties.map((_, index) => `v${index}`);
  const source = `return function (source, list, count, shape) {
  const { bytes, view, refs } = source;
  const ${properties.map((_, index) => `key${index} = shape.refs[${index}]`).join(", ")};
  let at = source.at, type = 0;
  while (list.length < count) {
    const start = at, place = refs.length, head = bytes[at++];
    if (head === 0xfb) refs.push(open);
    else if (head !== 0x7b) { at = start; break; }
    let ${names.join(", ")};
    ${fields.join("\n    ")}
    if (bytes[at] !== 0x30) { at = start; refs.length = place; break; }
    at++;
    const row = {${names.map((name, index) => `${propertyCode(properties[index])}: ${name}`)}};
    if (head === 0xfb) refs[place] = row;
    list.push(row);
  }
  source.at = at;
}`;
  return new Function("open", "text", "texts", source)(open, shortText, readTexts) as RowReader;
}

/** A list of texts of which nothing is referred to again later on; nothing where it is another. */
function readTexts(source: RowSource, at: number): string[] | undefined {
  const { bytes, view, refs } = source;
  const count = view.getUint32(at, true);
  const texts: string[] = [];
  at += 4;
  for (let index = 0; index < count; index++) {
    const type = bytes[at];
    if (type === 0x72) {
      const text = refs[view.getUint32(at + 1, true)];
      if (typeof text !== "string") return undefined;
      texts.push(text);
      at += 5;
    } else if (type === 0x7a || type === 0x5a) {
      texts.push(shortText(bytes, at + 2, bytes[at + 1]));
      at += 2 + bytes[at + 1];
    } else return undefined;
  }
  source.at = at;
  return texts;
}

function isText(value: unknown): boolean {
  return typeof value === "string";
}

const hot = new HotCode<RowReader>();
