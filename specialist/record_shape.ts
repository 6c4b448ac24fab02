/**
 * Making objects whose keys are known only at run time.
 *
 * @module
 */

/** Makes an object of values that follow one another, from a place on. */
export type MakeRecord = (values: readonly unknown[], from: number) => Record<string, unknown>;

/** Sets a property, also where its name means something to JavaScript. */
export function setProperty(object: Record<string, unknown>, name: string, value: unknown): void {
  if (name !== "__proto__") object[name] = value;
  else {
    const rest = { enumerable: true, configurable: true, writable: true };
    Object.defineProperty(object, name, { value, ...rest });
  }
}

/**
 * Gives what makes objects with these properties: all of them of one hidden class, and much faster
 * than setting one property after another.
 *
 * @example
 * ```ts
 * import { recordMaker } from "./record_shape.ts";
 * const make = recordMaker(["x", "y"]);
 * console.assert(make([0, 1, 2], 1).y === 2);
 * ```
 */
export function recordMaker(properties: readonly string[]): MakeRecord {
  const fields = properties.map((name, index) => {
    const quoted = JSON.stringify(name);
    return `${name === "__proto__" ? `[${quoted}]` : quoted}: values[from + ${index}]`;
  }).join(", ");
  let make = makers.get(fields);
  if (make === undefined) {
    if (makers.size >= makersMax) makers.clear();
    make = new Function("values", "from", `return {${fields}}`) as MakeRecord;
    makers.set(fields, make);
  }
  return make;
}

/** Compiling one takes as long as making a thousand objects, so they are kept. */
const makers = new Map<string, MakeRecord>();
const makersMax = 256;
