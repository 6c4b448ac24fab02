/**
 * Types of the standard modules we use.
 *
 * `@std/*` is mapped in `deno.json` to the npm package `deno-std`, which is the same code without
 * its types. These declarations are picked up by `compilerOptions.types`; what is not declared here
 * is not used. They go when the import map can point at `jsr:@std/*` again.
 *
 * @module
 */

/** A class of errors, abstract or not, as `assertThrows` and its kin take it. */
type ErrorClass<E extends Error> = abstract new (...args: never[]) => E;

declare module "@std/assert" {
  /** Thrown by every assertion that does not hold. */
  export class AssertionError extends Error {}
  /** Whether two values are deeply equal. */
  export function equal(a: unknown, b: unknown): boolean;
  /** Holds when `expr` is truthy. */
  export function assert(expr: unknown, msg?: string): asserts expr;
  /** Holds when `expr` is falsy. */
  export function assertFalse(expr: unknown, msg?: string): void;
  /** Holds when both are deeply equal. */
  export function assertEquals<T>(actual: T, expected: T, msg?: string): void;
  /** Holds when they are not deeply equal. */
  export function assertNotEquals<T>(actual: T, expected: T, msg?: string): void;
  /** Holds when both are the same by `Object.is`. */
  export function assertStrictEquals<T>(
    actual: unknown,
    expected: T,
    msg?: string,
  ): asserts actual is T;
  /** Holds when they are not the same by `Object.is`. */
  export function assertNotStrictEquals<T>(actual: T, expected: T, msg?: string): void;
  /** Holds when the numbers differ by at most `tolerance` (default: 1e-7 of `expected`). */
  export function assertAlmostEquals(
    actual: number,
    expected: number,
    tolerance?: number,
    msg?: string,
  ): void;
  /** Holds when every element of `expected` is deeply equal to some element of `actual`. */
  export function assertArrayIncludes<T>(
    actual: ArrayLike<T>,
    expected: ArrayLike<T>,
    msg?: string,
  ): void;
  /** Holds when `actual` is neither null nor undefined. */
  export function assertExists<T>(actual: T, msg?: string): asserts actual is NonNullable<T>;
  /** Holds when `actual > expected`. */
  export function assertGreater<T>(actual: T, expected: T, msg?: string): void;
  /** Holds when `actual >= expected`. */
  export function assertGreaterOrEqual<T>(actual: T, expected: T, msg?: string): void;
  /** Holds when `actual < expected`. */
  export function assertLess<T>(actual: T, expected: T, msg?: string): void;
  /** Holds when `actual <= expected`. */
  export function assertLessOrEqual<T>(actual: T, expected: T, msg?: string): void;
  /** Holds when `actual` is an instance of the class. */
  export function assertInstanceOf<T>(
    actual: unknown,
    expectedType: abstract new (...args: never[]) => T,
    msg?: string,
  ): asserts actual is T;
  /** Holds when `actual` is not an instance of the class. */
  export function assertNotInstanceOf<T>(
    actual: unknown,
    unexpectedType: abstract new (...args: never[]) => T,
    msg?: string,
  ): void;
  /** Holds when `error` is of the class and its message fits. */
  export function assertIsError<E extends Error = Error>(
    error: unknown,
    ErrorClass?: ErrorClass<E>,
    msgMatches?: string | RegExp,
    msg?: string,
  ): asserts error is E;
  /** Holds when the expression finds something in `actual`. */
  export function assertMatch(actual: string, expected: RegExp, msg?: string): void;
  /** Holds when the expression finds nothing in `actual`. */
  export function assertNotMatch(actual: string, expected: RegExp, msg?: string): void;
  /** Holds when `actual` has at least the properties of `expected`, deeply equal. */
  export function assertObjectMatch(
    actual: object,
    expected: Record<PropertyKey, unknown>,
    msg?: string,
  ): void;
  /** Holds when `expected` is a part of `actual`. */
  export function assertStringIncludes(actual: string, expected: string, msg?: string): void;
  /** Holds when `fn` throws; gives what was thrown. */
  export function assertThrows(fn: () => unknown, msg?: string): unknown;
  /** Holds when `fn` throws an error of the class whose message includes the text; gives it. */
  export function assertThrows<E extends Error = Error>(
    fn: () => unknown,
    ErrorClass: ErrorClass<E>,
    msgIncludes?: string | RegExp,
    msg?: string,
  ): E;
  /** Holds when the promise of `fn` rejects; gives the reason. */
  export function assertRejects(fn: () => PromiseLike<unknown>, msg?: string): Promise<unknown>;
  /** Holds when it rejects with an error of the class whose message includes the text; gives it. */
  export function assertRejects<E extends Error = Error>(
    fn: () => PromiseLike<unknown>,
    ErrorClass: ErrorClass<E>,
    msgIncludes?: string | RegExp,
    msg?: string,
  ): Promise<E>;
  /** Never holds. */
  export function fail(msg?: string): never;
  /** Never holds: marks a place that cannot be reached. */
  export function unreachable(msg?: string): never;
}

declare module "@std/path" {
  /** The last part of a path, without `suffix`. */
  export function basename(path: string | URL, suffix?: string): string;
  /** The path without its last part. */
  export function dirname(path: string | URL): string;
  /** The extension with its dot, or "". */
  export function extname(path: string | URL): string;
  /** The path of a `file:` URL. */
  export function fromFileUrl(url: string | URL): string;
  /** Whether the path starts at the root. */
  export function isAbsolute(path: string): boolean;
  /** The parts joined and normalised. */
  export function join(path: string | URL, ...paths: string[]): string;
  /** The path with `.`, `..` and doubled separators resolved. */
  export function normalize(path: string | URL): string;
  /** How to get from one path to the other. */
  export function relative(from: string, to: string): string;
  /** The absolute path that the parts lead to from the current directory. */
  export function resolve(...pathSegments: string[]): string;
  /** The `file:` URL of a path. */
  export function toFileUrl(path: string): URL;
}

declare module "@std/cli/parse-args" {
  /** What `parseArgs` is told about the flags of a command line. */
  export interface ParseOptions {
    /** Keep what follows `--` under the key `"--"` instead of among the positional arguments. */
    "--"?: boolean;
    /** Other names of a flag. */
    alias?: Record<string, string | string[]>;
    /** Flags without a value. */
    boolean?: string[];
    /** Flags that may be repeated; their value is always a list. */
    collect?: string[];
    /** Stop at the first positional argument. */
    stopEarly?: boolean;
    /** Flags with a value, kept as text. */
    string?: string[];
    /** Asked for each flag not named in the options; `false` keeps it out of the result. */
    unknown?: (arg: string, key?: string, value?: unknown) => unknown;
  }
  /** The flags by name, and the positional arguments under `_`. */
  export interface ParsedArgs {
    [flag: string]: unknown;
    _: (string | number)[];
  }
  /** Reads a command line. */
  export function parseArgs(args: string[], options?: ParseOptions): ParsedArgs;
}
