/**
 * The two directions of the codec for one `Python` object: its host values, its handles.
 *
 * @module
 */
import { PythonError } from "./errors.ts";
import { type HandleOwner, type Operation, PyHandle } from "./handle.ts";
import type { ValueHooks } from "./hooks.ts";
import type { PickleWriter, WriteContext } from "./pickle_write.ts";
import type { ReadContext } from "./pickle_read.ts";
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
    if (!(value instanceof PyHandle)) return undefined;
    const id = PyHandle.idFor(value, this.#owner);
    if (id === undefined) {
      throw new PythonError("E0512", `${value} was released, or belongs to another Python`);
    }
    return id;
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

  view(id: number, address: number, count: number): Float64Array {
    return this.#channel.view(id, address, count);
  }

  buffer(index: number): Float64Array {
    return this.#channel.buffer(index);
  }
}

/** Writes a request: (operation, target, arguments, keywords), read by `run` in `bridge.py`. */
export function writeRequest(
  writer: PickleWriter,
  codec: Codec,
  operation: Operation,
  owner: string | number,
  path: string,
  args: readonly unknown[],
  keywords: Keywords | undefined,
): void {
  writer.start();
  writer.openTuple();
  writer.string(operation);
  // The target decides what lists of floats become, so it is resolved before them where it matters.
  if (args.some(isObject) || (keywords !== undefined && Object.values(keywords).some(isObject))) {
    writer.target(owner, path);
  } else {
    writer.openTuple();
    if (typeof owner === "number") writer.integer(owner);
    else writer.string(owner);
    writer.string(path);
    writer.closeTuple();
  }
  writer.tuple(args, codec);
  writer.record(keywords === undefined ? [] : Object.entries(keywords), codec);
  writer.closeTuple();
  writer.end();
}

function isObject(value: unknown): boolean {
  return typeof value === "object" && value !== null;
}
