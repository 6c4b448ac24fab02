/**
 * Everything a compiled program refers to: the object called `$support` in its code.
 *
 * @module
 */
import type { Helper } from "../../lang/compile/helpers.ts";
import { budget, caught, tick, tickCall } from "../resilience/scope.ts";
import {
  box,
  display,
  Duration,
  equal,
  errorValue,
  Float,
  floatText,
  inspect,
  integer,
  list,
  makeConstructor,
  makeList,
  raised,
  Size,
  type Slot,
  Tuple,
} from "../values/mod.ts";
import * as arithmetic from "./arithmetic.ts";
import * as collections from "./collections.ts";
import * as comparison from "./comparison.ts";
import { dynamicOperations } from "./dynamic.ts";
import { type Flow, plainFlow } from "./flow.ts";
import * as patterns from "./patterns.ts";
import type { NamedArguments, PythonAccess } from "./python_access.ts";
import * as shapes from "./shapes.ts";

export { type Flow, type FunctionSite, type Outcome, plainFlow, type Policy } from "./flow.ts";
export type { NamedArguments, PythonAccess } from "./python_access.ts";
export { decode, type Shape, shapeText } from "./shapes.ts";

/** What a compiled program is linked with. */
export interface SupportOptions {
  /**
   * The implementation of an entry of the standard library or the engine.
   *
   * @param path such as `print` or `list.max_by`
   * @param waiting whether the waiting variant of a `callback` entry is meant
   */
  host(path: string, waiting: boolean): unknown;
  /** Takes back a list of the engine's to which nothing refers any more; by default nobody does. */
  release?(list: unknown): void;
  /** Python. */
  readonly python: PythonAccess;
  /** Orchestration; `plainFlow` by default. */
  readonly flow?: Flow;
}

/** The object compiled code takes its helpers from. */
export type Support = Readonly<Record<Helper, unknown>>;

/** Makes the support of one program. */
export function makeSupport(options: SupportOptions): Support {
  const { python, flow = plainFlow } = options;
  const support: Support = {
    ...arithmetic,
    ...collections,
    ...comparison,
    ...patterns,
    ...dynamicOperations(python),
    box,
    Float,
    Tuple,
    Duration,
    Size,
    addInt: integer.add,
    subInt: integer.sub,
    mulInt: integer.mul,
    negInt: integer.neg,
    floorDivInt: integer.floorDiv,
    modInt: integer.mod,
    powInt: integer.pow,
    divideInt: integer.divide,
    equal,
    display,
    floatText,
    list: makeList,
    release: options.release ?? (() => {}),
    concat: list.concat,
    constructor: makeConstructor,
    decode: shapes.decode,
    check: shapes.check,
    convert: shapes.convert,
    fits: shapes.fits,
    errorValue,
    raise: (value: Slot) => raised(value, inspect),
    caught,
    budget,
    tick,
    tickCall,
    host: options.host,
    pythonModule: (name: string) => python.pythonModule(name),
    pythonCall: (module: string, name: string, args: Slot[], named: NamedArguments) =>
      python.pythonCall(module, name, args, named),
    callFlow: flow.call,
    parallel: flow.parallel,
    parallelFor: flow.parallelFor,
    checkpoint: flow.checkpoint,
  };
  return support;
}
