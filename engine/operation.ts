/**
 * The shape of a row of the engine's table.
 *
 * @module
 */

/** What a call can be given and what it answers with, as plain JavaScript. */
export type EngineValue =
  | number
  | bigint
  | string
  | Float64Array
  | ArrayLike<unknown>
  | { readonly [field: string]: EngineValue }
  | undefined;

/** An operation's implementation; operations with a flat list as result take `out` as last argument. */
export type EngineFunction = (...args: EngineValue[]) => EngineValue;

/** One operation, declared once for the checker, the runtime, the REPL and the reference. */
export interface EngineOperation {
  /** Its name in `engine.NAME`. */
  readonly name: string;
  /** Its type in Zixir's notation, with parameter names. */
  readonly type: string;
  /** One sentence. */
  readonly doc: string;
  /** A program and its value in literal notation. */
  readonly example: { readonly source: string; readonly result: string };
  /** Float parameters and results are raw doubles, `[Float]` a Float64Array or array of numbers. */
  readonly run: EngineFunction;
}

/** A row as its file writes it, with the exact parameters of its implementation. */
export interface OperationSource<A extends never[]> {
  readonly name: string;
  readonly type: string;
  readonly doc: string;
  readonly example: readonly [source: string, result: string];
  readonly run: (...args: A) => EngineValue;
}

/** Makes a row. Arguments are checked by `run`, so its parameter types may be narrower. */
export function operation<A extends never[]>(source: OperationSource<A>): EngineOperation {
  const { name, type, doc, example: [program, result], run } = source;
  return {
    name,
    type,
    doc,
    example: { source: program, result },
    run: run as unknown as EngineFunction,
  };
}
