/**
 * Writing JSON so that {@link readJson} gives the same value back: a Float keeps its point.
 *
 * @module
 */
import {
  atCaller,
  Duration,
  durationText,
  Float,
  floatText,
  isList,
  isRecord,
  keyOut,
  list,
  Range,
  record,
  type RecordSlot,
  Size,
  sizeText,
  type Slot,
  Time,
  timeText,
  Tuple,
  typeName,
  Variant,
  variantFields,
} from "../values/mod.ts";
import { valueError } from "./arguments.ts";

/**
 * A value as JSON. Tuples and ranges become lists, a value of a user type an object whose `$type`
 * names the constructor; a Time becomes its ISO text, a Duration and a Size their literals.
 *
 * @param name the function, for errors
 * @param value any slot
 * @param indent spaces per level; 0 writes everything on one line
 * @throws {ZixirError} kind `value`, naming the path, for what JSON cannot say: nan and infinities,
 *   Bytes, functions, Python objects
 *
 * @example
 * ```ts
 * import { Float } from "../values/mod.ts";
 * import { writeJson } from "./json_write.ts";
 * const seen = writeJson("json.stringify", { a: [1, new Float(1)] }, 0);
 * if (seen !== '{"a":[1,1.0]}') throw new Error(seen);
 * ```
 */
export function writeJson(name: string, value: Slot, indent: number): string {
  return atCaller(() => new Writer(name, indent).text(value, "\n", 0));
}

class Writer {
  readonly #name: string;
  readonly #step: string;
  readonly #colon: string;
  /** Keys as written, since rows repeat them. */
  readonly #keys = new Map<string, string>();
  /** Property name or index by level on the way to the value at hand, for errors. */
  readonly #path: (string | number)[] = [];

  constructor(name: string, indent: number) {
    this.#name = name;
    this.#step = " ".repeat(indent);
    this.#colon = indent === 0 ? ":" : ": ";
  }

  /**
   * The JSON of a value.
   *
   * @param line a line break with the indentation the value stands at
   * @param depth how many lists and objects it lies in
   */
  text(v: Slot, line: string, depth: number): string {
    switch (typeof v) {
      case "string":
        return quoted(v);
      case "number":
        return Number.isInteger(v) ? String(v) : this.#float(v, depth);
      case "bigint":
      case "boolean":
        return String(v);
      case "function":
        throw this.#cannot(v, depth);
    }
    if (v === null) return "null";
    if (v instanceof Float) return this.#float(v.value, depth);
    if (isList(v)) return this.#list(list.slots(v), line, depth);
    if (isRecord(v)) return this.#object(v, line, depth);
    if (v instanceof Tuple) return this.#list(v.items, line, depth);
    if (v instanceof Variant) return this.#object(taggedFields(v), line, depth);
    if (v instanceof Range) return this.#list([...v], line, depth);
    if (v instanceof Time) return JSON.stringify(timeText(v));
    if (v instanceof Duration) return JSON.stringify(durationText(v));
    if (v instanceof Size) return JSON.stringify(sizeText(v));
    throw this.#cannot(v, depth);
  }

  #list(items: readonly Slot[], line: string, depth: number): string {
    if (items.length === 0) return "[]";
    const inner = this.#step === "" ? "" : line + this.#step;
    let text = "";
    for (let i = 0; i < items.length; i++) {
      this.#path[depth] = i;
      text += (i === 0 ? inner : "," + inner) + this.text(items[i], inner, depth + 1);
    }
    return `[${text}${this.#step === "" ? "" : line}]`;
  }

  #object(v: RecordSlot, line: string, depth: number): string {
    const inner = this.#step === "" ? "" : line + this.#step;
    let text = "";
    for (const property of Object.keys(v)) {
      this.#path[depth] = property;
      let key = this.#keys.get(property);
      if (key === undefined) {
        key = quoted(keyOut(property)) + this.#colon;
        this.#keys.set(property, key);
      }
      text += (text === "" ? inner : "," + inner) + key + this.text(v[property], inner, depth + 1);
    }
    return text === "" ? "{}" : `{${text}${this.#step === "" ? "" : line}}`;
  }

  #float(x: number, depth: number): string {
    if (Number.isFinite(x)) return floatText(x);
    throw valueError(
      this.#name,
      `JSON has no ${floatText(x)}${this.#where(depth)}`,
      "replace it, for example by nil, before writing",
    );
  }

  #cannot(v: Slot, depth: number): Error {
    return valueError(
      this.#name,
      `JSON cannot hold a ${typeName(v)}${this.#where(depth)}`,
      v instanceof Uint8Array ? "bytes.to_base64 makes a String of Bytes" : undefined,
    );
  }

  #where(depth: number): string {
    const steps = this.#path.slice(0, depth).map((step) => {
      if (typeof step === "number") return `[${step}]`;
      const key = keyOut(step);
      return NAME.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`;
    });
    return steps.length === 0 ? "" : ` (at value${steps.join("")})`;
  }
}

/** `Circle(r: 2.0)` as `{$type: "Circle", r: 2.0}`; a field without a name bears its position. */
function taggedFields(v: Variant): RecordSlot {
  const { name, fields } = v.$c;
  const values = variantFields(v);
  return record.fromEntries([
    ["$type", name] as const,
    ...fields.map((field, i) => [field ?? `${i}`, values[i]] as const),
  ]);
}

function quoted(text: string): string {
  return ESCAPED.test(text) ? JSON.stringify(text) : `"${text}"`;
}

// deno-lint-ignore no-control-regex -- control characters are what must be escaped
const ESCAPED = /["\\\u0000-\u001f]/;

const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;
