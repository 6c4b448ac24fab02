/**
 * Python objects that have no counterpart outside Python.
 *
 * @module
 */
import { PythonError } from "./errors.ts";
import type { CallOptions, Keywords, SyncCallOptions } from "./types.ts";

/** The operations a handle can ask for; the codes are those of `run` in `py/operations.py`. */
export type Operation =
  | "c"
  | "g"
  | "i"
  | "s"
  | "a"
  | "l"
  | "r"
  | "p"
  | "b"
  | "t"
  | "x"
  | "o"
  | "k"
  | "u"
  | "R";

/** What a handle needs of the interpreter that holds its object. */
export interface HandleOwner {
  /** Carries out an operation on `owner.path`, off the main thread. */
  request(
    operation: Operation,
    owner: string | number,
    path: string,
    args: readonly unknown[],
    keywords?: Keywords,
    options?: CallOptions,
  ): Promise<unknown>;
  /** As `request`, on the main thread. */
  requestSync(
    operation: Operation,
    owner: string | number,
    path: string,
    args: readonly unknown[],
    keywords?: Keywords,
    options?: SyncCallOptions,
  ): unknown;
  /** Whether `requestSync` is possible. */
  readonly synchronous: boolean;
  /** Says that a handle is no longer used. */
  released(id: number): void;
}

const collected = new FinalizationRegistry<{ owner: HandleOwner; id: number }>(
  ({ owner, id }) => owner.released(id),
);

/**
 * A Python object. It lives until this handle is collected or disposed of.
 *
 * Every operation exists twice: the plain one runs off the main thread and gives a promise, the one
 * with `Sync` at its end makes the main thread wait.
 *
 * @example
 * ```ts
 * import { openPython } from "./mod.ts";
 * const python = openPython();
 * const math = python.importModuleSync("math");
 * console.assert(math.callMethodSync("sqrt", [16]) === 4);
 * ```
 */
export class PyHandle implements Disposable {
  /** What it is in words, such as `"DataFrame"`, `"module math"`, `"function sqrt"`. */
  readonly label: string;
  /** Whether it can be called. */
  readonly callable: boolean;
  readonly #owner: HandleOwner;
  readonly #id: number;
  #released = false;

  /** Made by the specialist only. */
  constructor(owner: HandleOwner, id: number, label: string, callable: boolean) {
    this.#owner = owner;
    this.#id = id;
    this.label = label;
    this.callable = callable;
    collected.register(this, { owner, id }, this);
  }

  /**
   * The id of a handle for its owner.
   *
   * @throws {PythonError} E0512 when it belongs to another one, or was released
   */
  static idOf(handle: PyHandle, owner: HandleOwner): number {
    if (handle.#owner !== owner) {
      throw new PythonError("E0512", `${handle} belongs to another Python`);
    }
    return handle.#use();
  }

  /** The value of an attribute, which may be dotted. */
  async getattr(name: string, options?: CallOptions): Promise<unknown> {
    return await this.#owner.request("g", this.#use(), name, [], undefined, options);
  }
  /** As {@linkcode PyHandle.getattr}. */
  getattrSync(name: string, options?: SyncCallOptions): unknown {
    return this.#owner.requestSync("g", this.#use(), name, [], undefined, options);
  }

  /** Sets an attribute. */
  async setattr(name: string, value: unknown): Promise<void> {
    await this.#owner.request("a", this.#use(), "", [name, value]);
  }
  /** As {@linkcode PyHandle.setattr}. */
  setattrSync(name: string, value: unknown): void {
    this.#owner.requestSync("a", this.#use(), "", [name, value]);
  }

  /** Calls the object. */
  async call(
    args: readonly unknown[] = [],
    keywords?: Keywords,
    options?: CallOptions,
  ): Promise<unknown> {
    return await this.#owner.request("c", this.#use(), "", args, keywords, options);
  }
  /** As {@linkcode PyHandle.call}. */
  callSync(
    args: readonly unknown[] = [],
    keywords?: Keywords,
    options?: SyncCallOptions,
  ): unknown {
    return this.#owner.requestSync("c", this.#use(), "", args, keywords, options);
  }

  /** Calls a method, which may be dotted. */
  async callMethod(
    name: string,
    args: readonly unknown[] = [],
    keywords?: Keywords,
    options?: CallOptions,
  ): Promise<unknown> {
    return await this.#owner.request("c", this.#use(), name, args, keywords, options);
  }
  /** As {@linkcode PyHandle.callMethod}. */
  callMethodSync(
    name: string,
    args: readonly unknown[] = [],
    keywords?: Keywords,
    options?: SyncCallOptions,
  ): unknown {
    return this.#owner.requestSync("c", this.#use(), name, args, keywords, options);
  }

  /** `object[key]`. */
  async index(key: unknown, options?: CallOptions): Promise<unknown> {
    return await this.#owner.request("i", this.#use(), "", [key], undefined, options);
  }
  /** As {@linkcode PyHandle.index}. */
  indexSync(key: unknown, options?: SyncCallOptions): unknown {
    return this.#owner.requestSync("i", this.#use(), "", [key], undefined, options);
  }

  /** `object[key] = value`. */
  async setitem(key: unknown, value: unknown): Promise<void> {
    await this.#owner.request("s", this.#use(), "", [key, value]);
  }
  /** As {@linkcode PyHandle.setitem}. */
  setitemSync(key: unknown, value: unknown): void {
    this.#owner.requestSync("s", this.#use(), "", [key, value]);
  }

  /**
   * What an operator of Python gives, one operand being this object.
   *
   * @param name the operator's function in Python's module `operator`, such as `"add"`
   * @param operands one or two, in their order
   */
  operatorSync(name: string, operands: readonly unknown[], options?: SyncCallOptions): unknown {
    this.#use();
    return this.#owner.requestSync("c", "operator", name, operands, undefined, options);
  }

  /** `len(object)`. */
  async len(): Promise<number> {
    return await this.#owner.request("l", this.#use(), "", []) as number;
  }
  /** As {@linkcode PyHandle.len}. */
  lenSync(): number {
    return this.#owner.requestSync("l", this.#use(), "", []) as number;
  }

  /** `repr(object)`. */
  async repr(): Promise<string> {
    return await this.#owner.request("r", this.#use(), "", []) as string;
  }
  /** As {@linkcode PyHandle.repr}. */
  reprSync(): string {
    return this.#owner.requestSync("r", this.#use(), "", []) as string;
  }

  /** `str(object)`. */
  async str(): Promise<string> {
    return await this.#owner.request("p", this.#use(), "", []) as string;
  }
  /** As {@linkcode PyHandle.str}. */
  strSync(): string {
    return this.#owner.requestSync("p", this.#use(), "", []) as string;
  }

  /** `bool(object)`. */
  async bool(): Promise<boolean> {
    return await this.#owner.request("b", this.#use(), "", []) as boolean;
  }
  /** As {@linkcode PyHandle.bool}. */
  boolSync(): boolean {
    return this.#owner.requestSync("b", this.#use(), "", []) as boolean;
  }

  /**
   * The items of the object, fetched in growing batches.
   *
   * @param batchMax the most items taken from Python ahead of use
   */
  async *iterate(batchMax = 256): AsyncGenerator<unknown, void> {
    const iterator = await this.#owner.request("t", this.#use(), "", []) as PyHandle;
    try {
      for (let size = 1;; size = Math.min(size * 4, batchMax)) {
        const page = await this.#owner.request("x", iterator.#use(), "", [size]) as Page;
        yield* page.items;
        if (page.done) return;
      }
    } finally {
      iterator.release();
    }
  }
  /** As {@linkcode PyHandle.iterate}. */
  *iterateSync(batchMax = 256): Generator<unknown, void> {
    for (const page of this.pagesSync(batchMax)) yield* page;
  }
  /**
   * As {@linkcode PyHandle.iterateSync}, batch for batch: lists as Python's lists become.
   *
   * @param bounds bounds of the next batch, asked before each
   */
  *pagesSync(
    batchMax = 256,
    bounds: () => SyncCallOptions | undefined = () => undefined,
  ): Generator<Iterable<unknown>, void> {
    const iterator = this.#owner.requestSync("t", this.#use(), "", []) as PyHandle;
    try {
      for (let size = 1;; size = Math.min(size * 4, batchMax)) {
        const args = [size];
        const page = this.#owner.requestSync("x", iterator.#use(), "", args, undefined, bounds());
        yield (page as Page).items;
        if ((page as Page).done) return;
      }
    } finally {
      iterator.release();
    }
  }

  #use(): number {
    if (this.#released) throw new PythonError("E0512", `${this} was released`);
    return this.#id;
  }

  /** Whether the operations with `Sync` at their end are possible: not with workers only. */
  get synchronous(): boolean {
    return this.#owner.synchronous;
  }

  /** Lets go of the object now instead of at collection; the handle cannot be used any more. */
  release(): void {
    if (this.#released) return;
    this.#released = true;
    collected.unregister(this);
    this.#owner.released(this.#id);
  }
  /** As {@linkcode PyHandle.release}, for `using`. */
  [Symbol.dispose](): void {
    this.release();
  }

  /** How Zixir prints it: `<python DataFrame>`. */
  toString(): string {
    return `<python ${this.label}>`;
  }
  /** How Deno prints it. */
  [Symbol.for("Deno.customInspect")](): string {
    return this.toString();
  }
}

interface Page {
  items: Iterable<unknown>;
  done: boolean;
}
