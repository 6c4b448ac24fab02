/**
 * Reads what `py/encode.py` writes: pickle protocol 5 with exact built-in types and marker functions.
 *
 * A reader is a small stack machine as CPython's own. Containers stay wrapped (`Pending`) until
 * something takes them in, because only then a list is known to hold floats alone. A container that
 * still grows after something took it in is a recursive one.
 *
 * @module
 */
import { plainHooks, type ValueHooks } from "./hooks.ts";
import { Cursor, NeedsCare } from "./pickle_cursor.ts";
import { depthMax } from "./pickle_write.ts";
import { setProperty } from "./record_shape.ts";

/** What turns a marker of `py/values.py` and its arguments into a value. */
export interface ReadContext {
  readonly hooks: ValueHooks;
  /** A handle: id, what it is in words, flags (1: callable). */
  handle(id: number, label: string, flags: number): unknown;
  /** An object carried from another process: its pickle, what it is in words. */
  carriedBack(pickle: Uint8Array, label: string): unknown;
  /** An array of floats in memory of Python: id to release, address, count. */
  view(id: number, address: number, count: number): Float64Array;
  /** An array of floats in a raw buffer that came with the frame. */
  buffer(index: number): Float64Array;
}

/**
 * Reads one value.
 *
 * @param bytes the pickle; it is not kept, everything needed is copied out of it
 */
export function readPickle(bytes: Uint8Array, context: ReadContext): unknown {
  return finish(new Reader(bytes, context).read(), context.hooks);
}

/**
 * Reads one value of the kinds that need nobody's help: numbers, texts, and containers of them.
 *
 * @throws {Error} when there is something else in it
 */
export function readPlainPickle(bytes: Uint8Array): unknown {
  return readPickle(bytes, PLAIN);
}

/** Reads one tuple as its items: the arguments of a function. */
export function readPickleItems(bytes: Uint8Array, context: ReadContext): unknown[] {
  const { items } = new Reader(bytes, context).read() as PendingTuple;
  return items.map((item) => finish(item, context.hooks));
}

const PLAIN: ReadContext = {
  hooks: plainHooks,
  handle: refuse,
  carriedBack: refuse,
  view: refuse,
  buffer: refuse,
};

function refuse(): never {
  throw new Error("only numbers and texts are read here");
}

abstract class Pending {
  abstract finish(hooks: ValueHooks): unknown;
}

class PendingFloat extends Pending {
  constructor(readonly value: number) {
    super();
  }
  finish(hooks: ValueHooks): unknown {
    return hooks.makeFloat(this.value);
  }
}

abstract class PendingContainer extends Pending {
  /** How deep containers are nested in it, with itself. */
  #depth = 1;

  /** Notes what comes in. Newer Pythons pickle what is nested deeper than could go back to them. */
  protected hold(item: unknown): void {
    if (!(item instanceof PendingContainer) || item.#depth < this.#depth) return;
    this.#depth = item.#depth + 1;
    if (this.#depth > depthMax) throw new NeedsCare("nested too deep");
  }
}

class PendingTuple extends PendingContainer {
  #made: unknown = undefined;
  #done = false;
  constructor(readonly items: unknown[]) {
    super();
    for (let index = 0; index < items.length; index++) this.hold(items[index]);
  }
  finish(hooks: ValueHooks): unknown {
    if (!this.#done) {
      this.#made = hooks.makeTuple(this.items.map((item) => finish(item, hooks)));
      this.#done = true;
    }
    return this.#made;
  }
}

class PendingDict extends PendingContainer {
  readonly value: Record<string, unknown> = {};
  closed = false;

  set(key: unknown, item: unknown, hooks: ValueHooks): void {
    if (typeof key !== "string") throw new NeedsCare("a dict with other keys than str");
    const first = key.charCodeAt(0);
    // Only keys that begin with a digit, "_" or NUL can be integer-like, "__proto__" or mangled.
    const property = first > 57 && first !== 95 ? key : hooks.keyIn(key);
    this.hold(item);
    const value = item instanceof Pending ? item.finish(hooks) : item;
    if (this.closed) throw new NeedsCare("recursive dict");
    setProperty(this.value, property, value);
  }

  finish(): unknown {
    this.closed = true;
    return this.value;
  }
}

/** A list (or a set) while it is filled: as floats for as long as it has nothing else. */
class PendingList extends PendingContainer {
  closed = false;
  #floats: Float64Array = noFloats;
  #count = 0;
  #items: unknown[] | undefined;
  #final: unknown;
  constructor(readonly isSet: boolean) {
    super();
  }

  addFloats(view: DataView, at: number, count: number, hooks: ValueHooks): void {
    if (this.#items !== undefined) {
      for (let index = 0; index < count; index++) {
        this.#items.push(hooks.makeFloat(view.getFloat64(at + index * 9, false)));
      }
      return;
    }
    this.#room(count);
    const floats = this.#floats;
    let to = this.#count;
    const end = at + count * 9;
    for (let from = at; from < end; from += 9) floats[to++] = view.getFloat64(from, false);
    this.#count = to;
  }

  add(item: unknown, hooks: ValueHooks): void {
    if (this.#items === undefined) {
      if (item instanceof PendingFloat) {
        this.#room(1);
        this.#floats[this.#count++] = item.value;
        return;
      }
      this.#items = [];
      for (let index = 0; index < this.#count; index++) {
        this.#items.push(hooks.makeFloat(this.#floats[index]));
      }
    }
    this.hold(item);
    this.#items.push(item instanceof Pending ? item.finish(hooks) : item);
    if (this.closed) throw new NeedsCare("recursive list");
  }

  finish(_hooks: ValueHooks): unknown {
    if (!this.closed) {
      this.closed = true;
      if (this.#items !== undefined) this.#final = this.#items;
      else if (this.#count === 0) this.#final = [];
      else {
        this.#final = this.#floats.length === this.#count
          ? this.#floats
          : this.#floats.slice(0, this.#count);
      }
      if (this.isSet) this.#final = sortSet(this.#final as unknown[] | Float64Array);
    }
    return this.#final;
  }

  #room(count: number): void {
    const needed = this.#count + count;
    if (needed <= this.#floats.length) return;
    const grown = new Float64Array(this.#count === 0 ? needed : Math.max(needed, needed * 2));
    grown.set(this.#floats.subarray(0, this.#count));
    this.#floats = grown;
  }
}

class Marker {
  constructor(readonly name: string) {}
}

class Reader {
  #stack: unknown[] = [];
  #marks: number[] = [];
  readonly #cursor: Cursor;

  constructor(bytes: Uint8Array, readonly context: ReadContext) {
    this.#cursor = new Cursor(bytes);
  }

  read(): unknown {
    const cursor = this.#cursor;
    const { bytes, view } = cursor;
    const { hooks } = this.context;
    const stack = this.#stack;
    for (;;) {
      const opcode = bytes[cursor.at++];
      switch (opcode) {
        case 0x80: // PROTO
          cursor.at += 1;
          break;
        case 0x95: // FRAME
          cursor.at += 8;
          break;
        case 0x2e: // STOP
          return stack.pop();
        case 0x4e:
          stack.push(null);
          break;
        case 0x88:
          stack.push(true);
          break;
        case 0x89:
          stack.push(false);
          break;
        case 0x4b: // BININT1
          stack.push(bytes[cursor.at++]);
          break;
        case 0x4d: // BININT2
          stack.push(view.getUint16(cursor.at, true));
          cursor.at += 2;
          break;
        case 0x4a: // BININT
          stack.push(view.getInt32(cursor.at, true));
          cursor.at += 4;
          break;
        case 0x8a: { // LONG1
          const count = bytes[cursor.at++];
          stack.push(cursor.long(count));
          break;
        }
        case 0x8b: { // LONG4
          const count = view.getUint32(cursor.at, true);
          cursor.at += 4;
          stack.push(cursor.long(count));
          break;
        }
        case 0x47: // BINFLOAT
          stack.push(new PendingFloat(view.getFloat64(cursor.at, false)));
          cursor.at += 8;
          break;
        case 0x8c: { // SHORT_BINUNICODE
          const count = bytes[cursor.at++];
          stack.push(cursor.text(count));
          break;
        }
        case 0x58: { // BINUNICODE
          const count = view.getUint32(cursor.at, true);
          cursor.at += 4;
          stack.push(cursor.text(count));
          break;
        }
        case 0x8d: // BINUNICODE8
          stack.push(cursor.text(cursor.size()));
          break;
        case 0x43: { // SHORT_BINBYTES
          const count = bytes[cursor.at++];
          stack.push(cursor.blob(count));
          break;
        }
        case 0x42: { // BINBYTES
          const count = view.getUint32(cursor.at, true);
          cursor.at += 4;
          stack.push(cursor.blob(count));
          break;
        }
        case 0x8e: // BINBYTES8
        case 0x96: // BYTEARRAY8
          stack.push(cursor.blob(cursor.size()));
          break;
        case 0x5d: // EMPTY_LIST
          stack.push(new PendingList(false));
          break;
        case 0x7d: // EMPTY_DICT
          stack.push(new PendingDict());
          break;
        case 0x8f: // EMPTY_SET
          stack.push(new PendingList(true));
          break;
        case 0x29: // EMPTY_TUPLE
          stack.push(new PendingTuple([]));
          break;
        case 0x28: // MARK
          this.#mark();
          break;
        case 0x61: { // APPEND
          const item = stack.pop();
          (stack[stack.length - 1] as PendingList).add(item, hooks);
          break;
        }
        case 0x65: // APPENDS
        case 0x90: { // ADDITEMS
          const from = this.#marks.pop()!;
          const list = stack[from - 1] as PendingList;
          for (let index = from; index < stack.length; index++) list.add(stack[index], hooks);
          stack.length = from;
          break;
        }
        case 0x91: { // FROZENSET
          const from = this.#marks.pop()!;
          const list = new PendingList(true);
          for (let index = from; index < stack.length; index++) list.add(stack[index], hooks);
          stack.length = from;
          stack.push(list);
          break;
        }
        case 0x73: { // SETITEM
          const item = stack.pop();
          const key = stack.pop();
          (stack[stack.length - 1] as PendingDict).set(key, item, hooks);
          break;
        }
        case 0x75: { // SETITEMS
          const from = this.#marks.pop()!;
          const dict = stack[from - 1] as PendingDict;
          for (let index = from; index < stack.length; index += 2) {
            dict.set(stack[index], stack[index + 1], hooks);
          }
          stack.length = from;
          break;
        }
        case 0x74: { // TUPLE
          const from = this.#marks.pop()!;
          const items = stack.slice(from);
          stack.length = from;
          this.#tuple(items);
          break;
        }
        case 0x85:
        case 0x86:
        case 0x87: // TUPLE1, TUPLE2, TUPLE3
          this.#tuple(stack.splice(stack.length - (opcode - 0x84)));
          break;
        case 0x94: // MEMOIZE
          cursor.memo.push(stack[stack.length - 1]);
          break;
        case 0x68: // BINGET
          this.#get(bytes[cursor.at++]);
          break;
        case 0x6a: // LONG_BINGET
          this.#get(view.getUint32(cursor.at, true));
          cursor.at += 4;
          break;
        case 0x93: { // STACK_GLOBAL
          const name = stack.pop() as string;
          stack[stack.length - 1] = new Marker(name);
          break;
        }
        case 0x52: { // REDUCE
          const { items } = stack.pop() as PendingTuple;
          stack[stack.length - 1] = this.#made((stack[stack.length - 1] as Marker).name, items);
          break;
        }
        case 0x30: // POP
          stack.pop();
          break;
        case 0x31: // POP_MARK
          stack.length = this.#marks.pop()!;
          break;
        default:
          throw new NeedsCare(`unexpected pickle opcode 0x${(opcode ?? 0).toString(16)}`);
      }
    }
  }

  /** A mark, and at once the floats after it if nothing else follows up to APPENDS. */
  #mark(): void {
    const cursor = this.#cursor;
    const { bytes, view } = cursor;
    let at = cursor.at;
    while (bytes[at] === 0x47) at += 9;
    const count = (at - cursor.at) / 9;
    const top = this.#stack[this.#stack.length - 1];
    if (count > 0 && bytes[at] === 0x65 && top instanceof PendingList) {
      top.addFloats(view, cursor.at + 1, count, this.context.hooks);
      cursor.at = at + 1;
      return;
    }
    this.#marks.push(this.#stack.length);
  }

  #tuple(items: unknown[]): void {
    this.#stack.push(new PendingTuple(items));
  }

  #get(index: number): void {
    this.#stack.push(this.#cursor.memo[index]);
  }

  #made(name: string, args: unknown[]): unknown {
    const { context } = this;
    switch (name) {
      case "h":
        return context.handle(args[0] as number, args[1] as string, args[2] as number);
      case "v":
        return context.view(args[0] as number, args[1] as number, args[2] as number);
      case "w":
        return context.buffer(args[0] as number);
      case "b": {
        const bytes = args[0] as Uint8Array;
        return bytes.byteLength === 0 ? [] : new Float64Array(bytes.buffer as ArrayBuffer);
      }
      case "p":
        return context.carriedBack(args[0] as Uint8Array, args[1] as string);
      case "n":
        return args[0];
      case "t":
        return context.hooks.makeTime((args[0] as PendingFloat).value);
      case "d":
        return context.hooks.makeDuration((args[0] as PendingFloat).value);
      default:
        throw new NeedsCare(`unexpected marker ${name}`);
    }
  }
}

function finish(item: unknown, hooks: ValueHooks): unknown {
  return item instanceof Pending ? item.finish(hooks) : item;
}

/** Numbers by value, strings by code point, anything else as Python gave it. */
function sortSet(items: unknown[] | Float64Array): unknown {
  if (items instanceof Float64Array) return items.sort();
  if (items.every((item) => typeof item === "number" || typeof item === "bigint")) {
    return items.sort((
      a,
      b,
    ) => ((a as number) < (b as number) ? -1 : (a as number) > (b as number) ? 1 : 0));
  }
  if (items.every((item) => typeof item === "string")) return items.sort(byCodePoint);
  return items;
}

function byCodePoint(a: unknown, b: unknown): number {
  const left = [...a as string], right = [...b as string];
  for (let index = 0; index < left.length && index < right.length; index++) {
    const difference = left[index].codePointAt(0)! - right[index].codePointAt(0)!;
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

const noFloats = new Float64Array(0);
