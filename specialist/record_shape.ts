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
  const fields = properties.map((name, index) => `${propertyCode(name)}: values[from + ${index}]`)
    .join(", ");
  let make = makers.get(fields);
  if (make === undefined) {
    if (makers.size >= makersMax) makers.clear();
    make = new Function("values", "from", `return {${fields}}`) as MakeRecord;
    makers.set(fields, make);
  }
  return make;
}

/** A property as it stands in an object literal. */
export function propertyCode(name: string): string {
  return name === "__proto__" ? '["__proto__"]' : JSON.stringify(name);
}

/** Compiling one takes as long as making a thousand objects, so they are kept. */
const makers = new Map<string, MakeRecord>();
const makersMax = 256;

/**
 * Code made for the rows of tables, once so many of a shape were met that making it pays: having it
 * optimised takes about as long as some thousand rows without it.
 */
export class HotCode<Code> {
  readonly #shapes: Map<string, { rows: number; code: Code | undefined }> = new Map();

  /**
   * The code for a shape, or nothing while it is not worth while.
   *
   * @param key what tells the shape from others
   * @param rows how many more rows of it were met
   */
  of(key: string, rows: number, make: () => Code): Code | undefined {
    let shape = this.#shapes.get(key);
    if (shape === undefined) {
      if (this.#shapes.size >= shapesMax) this.#shapes.clear();
      this.#shapes.set(key, shape = { rows: 0, code: undefined });
    }
    shape.rows += rows;
    return shape.rows < hotRows ? undefined : shape.code ??= make();
  }
}

/** Tables with fewer rows are not worth the look, rows with more fields are no rows. */
export const rowsMin = 32, fieldsMax = 64;
const hotRows = 4096, shapesMax = 256;
