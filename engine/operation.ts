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
  | boolean
  | Float64Array
  | ArrayLike<unknown>
  | { readonly [field: string]: EngineValue }
  | undefined;

/**
 * An operation's implementation. One with a flat list as its result takes, after its parameters, a
 * Float64Array `out` to write it to.
 */
export type EngineFunction = (...args: EngineValue[]) => EngineValue;

/** One operation, declared once for the checker, the runtime and the reference. */
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
  /** Number of declared parameters; `out` is the one after them. */
  readonly arity: number;
}

/** A row as its file writes it, with the exact parameters of its implementation. */
export interface OperationSource<A extends never[]> {
  readonly name: string;
  readonly type: string;
  readonly doc: string;
  readonly example: readonly [source: string, result: string];
  readonly run: (...args: A) => EngineValue;
}

/** Makes a row. `run` checks its arguments itself, so its parameter types may be narrower. */
export function operation<A extends never[]>(source: OperationSource<A>): EngineOperation {
  const { name, type, doc, example: [program, result], run } = source;
  return {
    name,
    type,
    doc,
    example: { source: program, result },
    run: run as unknown as EngineFunction,
    arity: countParameters(type),
  };
}

/** Parameters of a type such as `(xs: [Float], bins: Int = 10) -> Float`. */
function countParameters(type: string): number {
  return type.slice(0, type.indexOf(") ->")).split(":").length - 1;
}
