/**
 * What the tests of the specialist share: hooks that keep every kind of value apart, as the runtime
 * does, and programs run in a process of their own.
 *
 * @module
 */
import type { PythonShape, ValueHooks } from "./hooks.ts";

/** A float that is a whole number. */
export class Float {
  constructor(readonly value: number) {}
}

/** A tuple. */
export class Tuple {
  constructor(readonly items: readonly unknown[]) {}
}

/** An instant. */
export class Time {
  constructor(readonly ms: number) {}
}

/** A length of time. */
export class Duration {
  constructor(readonly ms: number) {}
}

/** Whole numbers `start` to `end`, without `end`. */
export class Range {
  constructor(readonly start: number, readonly end: number) {}
}

/** Hooks in the manner of the runtime's. */
export const slotHooks: ValueHooks = {
  describe(value: object): PythonShape | undefined {
    if (value instanceof Float) return { kind: "float", value: value.value };
    if (value instanceof Tuple) return { kind: "tuple", items: value.items };
    if (value instanceof Time) return { kind: "time", ms: value.ms };
    if (value instanceof Duration) return { kind: "duration", ms: value.ms };
    if (value instanceof Range) return { kind: "range", start: value.start, end: value.end };
    return undefined;
  },
  makeFloat: (value) => Number.isInteger(value) ? new Float(value) : value,
  makeTuple: (items) => new Tuple(items),
  makeTime: (ms) => new Time(ms),
  makeDuration: (ms) => new Duration(ms),
  keyIn: (key) => /^(\d+|__proto__|\0.*)$/s.test(key) ? "\0" + key : key,
  keyOut: (property) => property.startsWith("\0") ? property.slice(1) : property,
};

/** What a program printed and how it ended. */
export interface Ran {
  readonly code: number;
  readonly signal: string | null;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs a TypeScript program in a process of its own, with `python` opened from `mod.ts`.
 *
 * @param body the program after its imports
 */
export async function runProgram(
  body: string,
  options: { env?: Record<string, string>; flags?: string[] } = {},
): Promise<Ran> {
  const source = `import * as specialist from ${JSON.stringify(import.meta.resolve("./mod.ts"))};
const { openPython, PyHandle, PythonError } = specialist;
const python = openPython();
const run = (code: string) => python.callSync("builtins", "exec", [code]);
const evaluate = (code: string) => python.callSync("builtins", "eval", [code]);
${body}
`;
  const file = await Deno.makeTempFile({ suffix: ".ts" });
  try {
    await Deno.writeTextFile(file, source);
    const output = await new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", "--no-check", "--no-config", ...options.flags ?? [], file],
      env: options.env,
      stdin: "null",
    }).output();
    return {
      code: output.code,
      signal: output.signal,
      stdout: new TextDecoder().decode(output.stdout),
      stderr: new TextDecoder().decode(output.stderr),
    };
  } finally {
    await Deno.remove(file);
  }
}
