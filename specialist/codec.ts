/**
 * The two directions of the codec for one `Python` object: its host values, its handles.
 *
 * @module
 */
import { type HandleOwner, type Operation, PyHandle } from "./handle.ts";
import type { ValueHooks } from "./hooks.ts";
import { readMarshal, readMarshalItems } from "./marshal_read.ts";
import type { PickleWriter, WriteContext } from "./pickle_write.ts";
import { type ReadContext, readPickle, readPickleItems } from "./pickle_read.ts";
import type { Keywords } from "./types.ts";

/** What a channel to Python does for the codec. */
export interface Channel {
  /** See `WriteContext.functionId`; the codec is that of the caller, for the function's values. */
  lendFunction(fn: (...args: unknown[]) => unknown, codec: Codec): number;
  /** See `WriteContext.share`. */
  share(array: Float64Array): readonly (string | number)[] | undefined;
  /** See `ReadContext.view`. */
  view(id: number, address: number, count: number): Float64Array;
  /** See `ReadContext.buffer`. */
  buffer(index: number): Float64Array;
}

/** Values of one host on one channel. */
export class Codec implements WriteContext, ReadContext {
  readonly hooks: ValueHooks;
  readonly #channel: Channel;
  readonly #owner: HandleOwner;

  /** @param owner to whom the handles read belong */
  constructor(hooks: ValueHooks, channel: Channel, owner: HandleOwner) {
    this.hooks = hooks;
    this.#channel = channel;
    this.#owner = owner;
  }

  handleId(value: object): number | undefined {
    return value instanceof PyHandle ? PyHandle.idOf(value, this.#owner) : undefined;
  }

  functionId(fn: (...args: unknown[]) => unknown): number {
    return this.#channel.lendFunction(fn, this);
  }

  share(array: Float64Array): readonly (string | number)[] | undefined {
    return this.#channel.share(array);
  }

  handle(id: number, label: string, flags: number): PyHandle {
    return new PyHandle(this.#owner, id, label, (flags & 1) === 1);
  }

  carried(): undefined {
    return undefined;
  }

  carriedBack(): never {
    throw new Error("in process, objects are handles");
  }

  view(id: number, address: number, count: number): Float64Array {
    return this.#channel.view(id, address, count);
  }

  buffer(index: number): Float64Array {
    return this.#channel.buffer(index);
  }
}

/**
 * Reads a value that `py/encode.py` wrote.
 *
 * @param bytes marshal or pickle; they are not kept
 * @throws {NeedsCare} when Python shall write it again, in a form that says more
 */
export function readValue(bytes: Uint8Array, context: ReadContext): unknown {
  return bytes[0] === pickleStart ? readPickle(bytes, context) : readMarshal(bytes, context.hooks);
}

/** Writes the error of a Zixir function that Python called: what it says, and where the error itself waits. */
export function writeFunctionError(writer: PickleWriter, error: unknown, token: number): void {
  writer.start();
  writer.openTuple();
  writer.string((error instanceof Error ? error.message : String(error)).toWellFormed());
  writer.integer(token);
  writer.closeTuple();
  writer.end();
}

/** Reads a tuple that `py/encode.py` wrote as its items: the arguments of a function. */
export function readItems(bytes: Uint8Array, context: ReadContext): unknown[] {
  return bytes[0] === pickleStart
    ? readPickleItems(bytes, context)
    : readMarshalItems(bytes, context.hooks);
}

/** How often `readValue` may ask for a value again: from marshal to pickle, from that to handles. */
export const askedAgainMax = 2;

/**
 * Writes a request: (operation, target, arguments, keywords), read by `run` in `py/operations.py`; as
 * marshal where all of it is plain, else as pickle.
 */
export function writeRequest(
  writer: PickleWriter,
  context: WriteContext,
  operation: Operation,
  owner: string | number | object,
  path: string,
  args: readonly unknown[],
  keywords: Keywords | undefined,
): void {
  if (typeof owner !== "object" && !args.some(isSpecial)) {
    const length = writer.marshal.request(
      operation,
      [owner, path],
      args,
      keywords ?? noKeywords,
      context.hooks,
    );
    if (length >= 0) {
      writer.length = length;
      writer.special = false;
      return;
    }
  }
  writer.start();
  writer.openTuple();
  writer.string(operation);
  // The target decides what lists of floats become, so it is resolved before them where it matters.
  if (
    typeof owner === "object" || args.some(isObject) ||
    (keywords !== undefined && Object.values(keywords).some(isObject))
  ) {
    writer.target(owner, path, context);
  } else {
    writer.openTuple();
    if (typeof owner === "number") writer.integer(owner);
    else writer.string(owner);
    writer.string(path);
    writer.closeTuple();
  }
  writer.tuple(args, context);
  writer.record(keywords === undefined ? [] : Object.entries(keywords), context);
  writer.closeTuple();
  writer.end();
}

/** Whether a value is known at once not to be plain: a Python object, an array of floats. */
function isSpecial(value: unknown): boolean {
  return value instanceof PyHandle || value instanceof Float64Array || typeof value === "function";
}

const noKeywords: Keywords = {};
/** What a pickle begins with, and no marshal. */
const pickleStart = 0x80;

function isObject(value: unknown): boolean {
  return typeof value === "object" && value !== null;
}
