/**
 * The quick way through a pickle: dicts with text keys and lists, of scalars and of one another, such
 * as rows of a table are made of.
 *
 * What a container of a pickle ends with stands behind its items, so reading it item by item is a
 * guess. It is given up at the first byte that does not fit, and the stack machine of
 * `pickle_read.ts` reads the container from its start.
 *
 * @module
 */
import type { ValueHooks } from "./hooks.ts";
import type { Cursor } from "./pickle_cursor.ts";

/** Says that something is not plain; the cursor is where it was. */
export const notPlain: unique symbol = Symbol("not plain");

/** Reads plain containers of one pickle. */
export class PlainReader {
  readonly #cursor: Cursor;
  readonly #hooks: ValueHooks;
  /** Keys and values of the dicts that are being read, those of inner ones behind. */
  readonly #keys: string[] = [];
  readonly #values: unknown[] = [];
  #top = 0;
  /** Dicts met before, by their first key. */
  readonly #shapes = new Map<string, Shape>();
  #failures = 0;

  /** Reads at the place of a cursor. */
  constructor(cursor: Cursor, hooks: ValueHooks) {
    this.#cursor = cursor;
    this.#hooks = hooks;
  }

  /** Reads the container whose opcode is just behind the cursor. */
  read(opcode: number): unknown {
    if (this.#failures >= failuresMax) return notPlain;
    const cursor = this.#cursor;
    const { at } = cursor;
    const { length } = cursor.memo;
    const value = opcode === EMPTY_DICT ? this.#dict(0) : this.#list(0);
    if (value === notPlain) {
      this.#failures++;
      this.#top = 0;
      cursor.at = at;
      cursor.memo.length = length;
    }
    return value;
  }

  #dict(depth: number): unknown {
    const cursor = this.#cursor;
    const { bytes, memo } = cursor;
    if (depth > depthMax || bytes[cursor.at++] !== MEMOIZE) return notPlain;
    const place = memo.push(open) - 1;
    if (bytes[cursor.at] !== MARK) return notPlain;
    cursor.at++;
    const base = this.#top;
    while (bytes[cursor.at] !== SETITEMS) {
      const key = this.#value(depth);
      if (typeof key !== "string") return notPlain;
      const top = this.#top++;
      this.#keys[top] = key;
      const value = this.#value(depth + 1);
      if (value === notPlain) return notPlain;
      this.#values[top] = value;
    }
    cursor.at++;
    const count = this.#top - base;
    // A dict with more items has them in batches, which the stack machine knows.
    if (count === 0 || count >= batch) return notPlain;
    this.#top = base;
    return memo[place] = this.#made(base, count);
  }

  #made(base: number, count: number): unknown {
    const keys = this.#keys;
    const shape = this.#shapes.get(keys[base]);
    if (shape !== undefined && shape.keys.length === count) {
      let index = 0;
      while (index < count && keys[base + index] === shape.keys[index]) index++;
      if (index === count) {
        if (shape.make !== undefined) return shape.make(this.#values, base);
        if (++shape.seen === seenMin) {
          shape.make = constructorOf(shape.keys.map((key) => this.#hooks.keyIn(key)));
        }
      }
    } else if (count <= fieldsMax) {
      this.#shapes.set(keys[base], { keys: keys.slice(base, base + count), seen: 1 });
    }
    const made: Record<string, unknown> = {};
    for (let index = base; index < base + count; index++) {
      setProperty(made, this.#hooks.keyIn(keys[index]), this.#values[index]);
    }
    return made;
  }

  #list(depth: number): unknown {
    const cursor = this.#cursor;
    const { bytes, memo, view } = cursor;
    if (depth > depthMax || bytes[cursor.at++] !== MEMOIZE) return notPlain;
    const place = memo.push(open) - 1;
    // An empty list, or one of a single item, ends only where that is seen not to be part of it.
    if (bytes[cursor.at] !== MARK) return notPlain;
    const first = ++cursor.at;
    while (bytes[cursor.at] === BINFLOAT) cursor.at += 9;
    let list: unknown[] | Float64Array;
    if (bytes[cursor.at] === APPENDS && cursor.at > first) {
      list = new Float64Array((cursor.at - first) / 9);
      for (let index = 0; index < list.length; index++) {
        list[index] = view.getFloat64(first + 1 + index * 9, false);
      }
    } else {
      cursor.at = first;
      list = [];
      while (bytes[cursor.at] !== APPENDS) {
        const item = this.#value(depth + 1);
        if (item === notPlain) return notPlain;
        list.push(item);
      }
    }
    cursor.at++;
    if (list.length === 0 || list.length >= batch) return notPlain;
    return memo[place] = list;
  }

  #value(depth: number): unknown {
    const cursor = this.#cursor;
    const { bytes, view, memo } = cursor;
    const opcode = bytes[cursor.at++];
    switch (opcode) {
      case 0x4e: // NONE
        return null;
      case 0x88: // NEWTRUE
        return true;
      case 0x89: // NEWFALSE
        return false;
      case 0x4b: // BININT1
        return bytes[cursor.at++];
      case 0x4d: // BININT2
        cursor.at += 2;
        return view.getUint16(cursor.at - 2, true);
      case 0x4a: // BININT
        cursor.at += 4;
        return view.getInt32(cursor.at - 4, true);
      case 0x8a: // LONG1
        return cursor.long(bytes[cursor.at++]);
      case BINFLOAT:
        cursor.at += 8;
        return this.#hooks.makeFloat(view.getFloat64(cursor.at - 8, false));
      case 0x8c: { // SHORT_BINUNICODE
        const count = bytes[cursor.at++];
        return this.#memoized(cursor.text(count));
      }
      case 0x58: { // BINUNICODE
        const count = cursor.uint32();
        return this.#memoized(cursor.text(count));
      }
      case 0x68: { // BINGET
        const value = memo[bytes[cursor.at++]];
        return typeof value === "string" ? value : notPlain;
      }
      case 0x6a: { // LONG_BINGET
        const value = memo[cursor.uint32()];
        return typeof value === "string" ? value : notPlain;
      }
      case EMPTY_LIST:
        return this.#list(depth);
      case EMPTY_DICT:
        return this.#dict(depth);
      default:
        return notPlain;
    }
  }

  #memoized(text: string): string {
    const cursor = this.#cursor;
    if (cursor.bytes[cursor.at] === MEMOIZE) {
      cursor.at++;
      cursor.memo.push(text);
    }
    return text;
  }
}

/** Sets a property, also where its name means something to JavaScript. */
export function setProperty(object: Record<string, unknown>, name: string, value: unknown): void {
  if (name !== "__proto__") object[name] = value;
  else {
    const rest = { enumerable: true, configurable: true, writable: true };
    Object.defineProperty(object, name, { value, ...rest });
  }
}

/** Dicts with the same keys in the same order. */
interface Shape {
  readonly keys: readonly string[];
  seen: number;
  make?: (values: readonly unknown[], from: number) => unknown;
}

/** Makes objects with these properties of values that follow one another. */
function constructorOf(properties: readonly string[]): NonNullable<Shape["make"]> {
  const fields = properties.map((name, index) => {
    const quoted = JSON.stringify(name);
    return `${name === "__proto__" ? `[${quoted}]` : quoted}: values[from + ${index}]`;
  });
  return new Function("values", "from", `return {${fields.join(", ")}}`) as NonNullable<
    Shape["make"]
  >;
}

const MARK = 0x28, BINFLOAT = 0x47, EMPTY_LIST = 0x5d, APPENDS = 0x65;
const SETITEMS = 0x75, EMPTY_DICT = 0x7d, MEMOIZE = 0x94;

/** Stands in the memo for a container that is being read. */
const open = Symbol("open");
/** CPython writes so many items between a mark and APPENDS or SETITEMS. */
const batch = 1000;
/** Where it was in vain so often, a pickle is not made of plain containers. */
const failuresMax = 8;
/** Deeper ones are left to the stack machine, which does not recurse. */
const depthMax = 32;
/** A constructor is made for a shape seen so often, with so many fields at most. */
const seenMin = 16, fieldsMax = 64;
