/**
 * The quick way for synchronous calls with scalar arguments, such as `math.sqrt(2.5)`: a dozen C
 * calls and no message.
 *
 * @module
 */
import type { Codec } from "./codec.ts";
import { type Interpreter, type PyPointer, zeroEnded } from "./interpreter.ts";

/** A function found quick, with what is needed to see that its name still means it. */
interface Target {
  readonly module: PyPointer;
  readonly name: PyPointer;
  /** What the name meant when it was looked up. */
  readonly meant: PyPointer;
  /** What is called: that itself or a guard around it. */
  readonly fn: PyPointer;
}

/** The quick calls of one interpreter. */
export class QuickCalls {
  /** Says that a call gave no scalar: see {@linkcode made} and {@linkcode raised}. */
  static readonly notScalar: unique symbol = Symbol("not scalar");
  /** The result that is no scalar, owned by the caller from then on; null when there is none. */
  made: PyPointer = null;
  /** Whether Python's error indicator is set. */
  raised = false;
  readonly #python: Interpreter;
  readonly #find: PyPointer;
  readonly #floatType: PyPointer;
  readonly #intType: PyPointer;
  readonly #boolType: PyPointer;
  readonly #none: PyPointer;
  readonly #true: PyPointer;
  readonly #false: PyPointer;
  readonly #known = new Map<string, Map<string, Target | "seen" | undefined>>();
  readonly #scratch = new Uint8Array(1024);

  /** @param find the Python function `quick_target`; the GIL must be held */
  constructor(python: Interpreter, find: PyPointer) {
    this.#python = python;
    this.#find = find;
    const { c } = python;
    const float = c.PyFloat_FromDouble(0.5);
    const int = c.PyLong_FromDouble(1);
    this.#true = c.PyBool_FromLong(1n);
    this.#false = c.PyBool_FromLong(0n);
    this.#floatType = c.PyObject_Type(float);
    this.#intType = c.PyObject_Type(int);
    this.#boolType = c.PyObject_Type(this.#true);
    c.Py_DecRef(float);
    c.Py_DecRef(int);
    this.#none = python.member("NONE");
  }

  /** The quick function of a name, if it is one. The first call of a name never is quick. */
  target(module: string, name: string): Target | undefined {
    let names = this.#known.get(module);
    if (names === undefined) this.#known.set(module, names = new Map());
    const known = names.get(name);
    if (known !== "seen") {
      if (known === undefined && !names.has(name)) names.set(name, "seen");
      return known;
    }
    const target = this.#python.locked(() => this.#lookUp(module, name));
    names.set(name, target);
    return target;
  }

  /**
   * Calls; needs the GIL. Gives the scalar, or {@linkcode notScalar} with `made` or `raised` set, or
   * with neither when the call was not made because it does not qualify.
   */
  call(target: Target, args: readonly unknown[], codec: Codec): unknown {
    const { c } = this.#python;
    const now = c.PyObject_GetAttr(target.module, target.name);
    if (now === null) {
      c.PyErr_Clear();
      return QuickCalls.notScalar;
    }
    const same = c.Py_Is(now, target.meant);
    c.Py_DecRef(now);
    if (same === 0) return QuickCalls.notScalar;
    let result: PyPointer;
    if (args.length === 1) {
      const arg = this.#argument(args[0], codec);
      if (arg === null) return QuickCalls.notScalar;
      result = this.#python.callOne(target.fn, arg);
      c.Py_DecRef(arg);
    } else if (args.length === 0) {
      result = c.PyObject_CallNoArgs(target.fn);
    } else {
      if (args.length >= sizes.length) return QuickCalls.notScalar;
      const tuple = c.PyTuple_New(sizes[args.length]);
      for (let index = 0; index < args.length; index++) {
        const arg = this.#argument(args[index], codec);
        if (arg === null) {
          c.Py_DecRef(tuple);
          return QuickCalls.notScalar;
        }
        c.PyTuple_SetItem(tuple, sizes[index], arg);
      }
      result = c.PyObject_CallObject(target.fn, tuple);
      c.Py_DecRef(tuple);
    }
    if (result === null) {
      this.raised = true;
      return QuickCalls.notScalar;
    }
    return this.#scalar(result, codec);
  }

  #lookUp(module: string, name: string): Target | undefined {
    const { c } = this.#python;
    if (name.includes(".") || name.includes("\0") || module.includes("\0")) return undefined;
    const text = c.PyUnicode_InternFromString(zeroEnded(name));
    const args = c.PyTuple_New(2n);
    c.PyTuple_SetItem(args, 0n, c.PyUnicode_InternFromString(zeroEnded(module)));
    c.Py_IncRef(text);
    c.PyTuple_SetItem(args, 1n, text);
    const fn = c.PyObject_CallObject(this.#find, args);
    c.Py_DecRef(args);
    if (fn === null) c.PyErr_Clear();
    if (fn === null || c.Py_Is(fn, this.#none) === 1) {
      if (fn !== null) c.Py_DecRef(fn);
      c.Py_DecRef(text);
      return undefined;
    }
    const owner = c.PyImport_AddModule(zeroEnded(module));
    return { module: owner, name: text, fn, meant: c.PyObject_GetAttr(owner, text) };
  }

  /** A new reference, or null for what is no scalar. */
  #argument(value: unknown, codec: Codec): PyPointer {
    const { c } = this.#python;
    if (typeof value === "number") {
      return Number.isSafeInteger(value) && !Object.is(value, -0)
        ? c.PyLong_FromDouble(value)
        : Number.isInteger(value) && !Object.is(value, -0)
        ? null
        : c.PyFloat_FromDouble(value);
    }
    if (typeof value === "string") {
      if (value.length * 3 > this.#scratch.length || !value.isWellFormed()) return null;
      const { written } = encoder.encodeInto(value, this.#scratch);
      return c.PyUnicode_DecodeUTF8(this.#scratch, BigInt(written), null);
    }
    if (typeof value === "boolean" || value === null) {
      const one = value === null ? this.#none : value ? this.#true : this.#false;
      c.Py_IncRef(one);
      return one;
    }
    if (typeof value === "object") {
      const shape = codec.hooks.describe(value);
      if (shape?.kind === "float") return c.PyFloat_FromDouble(shape.value);
    }
    return null;
  }

  #scalar(result: PyPointer, codec: Codec): unknown {
    const { c } = this.#python;
    const type = c.PyObject_Type(result);
    c.Py_DecRef(type); // the result keeps its type alive
    let value: unknown = QuickCalls.notScalar;
    if (c.Py_Is(type, this.#floatType) === 1) {
      value = codec.hooks.makeFloat(c.PyFloat_AsDouble(result));
    } else if (c.Py_Is(type, this.#intType) === 1) {
      const number = c.PyLong_AsDouble(result);
      if (Number.isSafeInteger(number) && number !== -1) value = number;
      else if (c.PyErr_Occurred() !== null) c.PyErr_Clear();
      else if (number === -1) value = -1;
    } else if (c.Py_Is(type, this.#boolType) === 1) {
      value = c.Py_Is(result, this.#true) === 1;
    } else if (c.Py_Is(result, this.#none) === 1) {
      value = null;
    }
    if (value === QuickCalls.notScalar) this.made = result;
    else c.Py_DecRef(result);
    return value;
  }
}

const encoder = new TextEncoder();
/** 64-bit sizes, ready made: a bigint of its own for every call would cost more than the call. */
const sizes = [0n, 1n, 2n, 3n, 4n, 5n, 6n, 7n, 8n];

/** Whether a value is a number for Python. */
export function isNumber(value: unknown, codec: Codec): boolean {
  if (typeof value === "number") return true;
  return typeof value === "object" && value !== null &&
    codec.hooks.describe(value)?.kind === "float";
}

/** Functions of `math` that take a moment whatever numbers they get. */
export const instantMath: ReadonlySet<string> = new Set(
  ("acos acosh asin asinh atan atan2 atanh cbrt ceil copysign cos cosh degrees erf erfc exp exp2 " +
    "expm1 fabs floor fmod frexp gamma gcd hypot isclose isfinite isinf isnan isqrt ldexp lgamma log " +
    "log10 log1p log2 modf pow radians remainder sin sinh sqrt tan tanh trunc").split(" "),
);
