/**
 * Sums: exact for Ints, compensated for Floats.
 *
 * @module
 */
import { spend } from "../resilience/scope.ts";
import { box, Float, integer, type List, type Slot } from "../values/mod.ts";
import { typeError } from "./arguments.ts";

/**
 * The sum of numbers: an Int when all are Ints (also of none), else a Float.
 *
 * Floats are added with the compensation of Neumaier ("Rundungsfehleranalyse einiger Verfahren zur
 * Summation endlicher Summen", 1974), so that ten times 0.1 is 1.0; Ints among them are added
 * exactly first.
 *
 * @param name the function, for errors
 * @param xs the numbers
 * @returns the sum in slot form
 * @throws {ZixirError} kind `type` for what is no number
 */
export function sumOf(name: string, xs: List): Slot {
  spend(xs.length);
  if (xs instanceof Float64Array) return box(new FloatSum().addAll(xs).value());
  let ints: number | bigint = 0;
  let floats: FloatSum | null = null;
  for (let i = 0; i < xs.length; i++) {
    const x = xs[i];
    if (typeof x === "number" && Number.isInteger(x)) {
      ints = integer.add(ints, x);
    } else if (typeof x === "bigint") {
      ints = integer.add(ints, x);
    } else if (typeof x === "number") {
      (floats ??= new FloatSum()).add(x);
    } else if (x instanceof Float) {
      (floats ??= new FloatSum()).add(x.value);
    } else {
      throw typeError(name, "a list of numbers", x);
    }
  }
  if (floats === null) return ints;
  floats.add(Number(ints));
  return box(floats.value());
}

class FloatSum {
  #sum = 0;
  /** What the additions so far lost. */
  #lost = 0;

  add(x: number): void {
    const sum = this.#sum + x;
    this.#lost += Math.abs(this.#sum) >= Math.abs(x)
      ? (this.#sum - sum) + x
      : (x - sum) + this.#sum;
    this.#sum = sum;
  }

  addAll(xs: Float64Array): this {
    for (let i = 0; i < xs.length; i++) this.add(xs[i]);
    return this;
  }

  value(): number {
    // With an infinity in it the compensation is NaN and says nothing.
    return Number.isFinite(this.#sum) ? this.#sum + this.#lost : this.#sum;
  }
}
