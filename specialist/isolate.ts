/**
 * Isolated calls: how values, functions and Python objects get into a worker process and back.
 *
 * Objects without a counterpart are carried by Python's own pickle: the worker gets a copy, and a
 * result that is such an object becomes a handle of the interpreter in this process.
 *
 * @module
 */
import { type HandleOwner, PyHandle } from "./handle.ts";
import type { Frame } from "./frames.ts";
import type { ValueHooks } from "./hooks.ts";
import { FrameCodec } from "./frame_codec.ts";

/** The codec of one isolated call. */
export class IsolateCodec extends FrameCodec {
  readonly #owner: HandleOwner;
  readonly #pickles = new Map<object, Uint8Array>();
  #missing: PyHandle[] = [];
  #arrived: Uint8Array[] = [];
  #made: unknown[] = [];

  /** @param owner the Python of this process, to which handles belong */
  constructor(hooks: ValueHooks, owner: HandleOwner) {
    super(hooks);
    this.#owner = owner;
  }

  /** Stands for an object whose pickle is known. */
  carry(pickle: Uint8Array): object {
    const token = {};
    this.#pickles.set(token, pickle);
    return token;
  }

  override read<T>(frame: Frame, read: (message: Uint8Array) => T): T {
    this.#arrived = [];
    return super.read(frame, read);
  }

  handleId(): undefined {
    return undefined;
  }

  handle(): never {
    throw new Error("a worker of the pool keeps no objects");
  }

  carried(value: object): Uint8Array | undefined {
    const pickle = this.#pickles.get(value);
    if (pickle !== undefined || !(value instanceof PyHandle)) return pickle;
    this.#missing.push(value);
    return noBytes;
  }

  carriedBack(bytes: Uint8Array): unknown {
    if (this.#made.length > 0) return this.#made.shift();
    this.#arrived.push(bytes);
    return null;
  }

  override async completeWriting(): Promise<boolean> {
    const missing = this.#missing;
    this.#missing = [];
    for (const handle of missing) {
      const id = PyHandle.idOf(handle, this.#owner);
      this.#pickles.set(handle, await this.#owner.request("k", id, "", []) as Uint8Array);
    }
    return missing.length > 0;
  }

  override async completeReading(): Promise<boolean> {
    const arrived = this.#arrived;
    this.#arrived = [];
    const made: unknown[] = [];
    for (const pickle of arrived) {
      made.push(await this.#owner.request("u", "builtins", "", [pickle]));
    }
    this.#made = made;
    return made.length > 0;
  }
}

const noBytes = new Uint8Array(0);
