/**
 * Sums: exact for Ints, compensated for Floats.
 *
 * @module
 */
import { spend } from "../resilience/scope.ts";
import { box, Duration, Float, integer, type List, Size, type Slot } from "../values/mod.ts";
import { typeError } from "./arguments.ts";

/**
 * The sum of numbers: an Int when all are Ints (also of none), else a Float. Durations, or sizes, are
 * added too.
 *
 * Floats are added with the compensation of Neumaier ("Rundungsfehleranalyse einiger Verfahren zur
 * Summation endlicher Summen", 1974), so that ten times 0.1 is 1.0; Ints among them are added
 * exactly first.
 *
 * @param name the function, for errors
 * @param xs the numbers
 * @param zero the sum of an empty list; where it is left out, the Int 0
 * @returns the sum in slot form
 * @throws {ZixirError} kind `type` for what is no number, or of another kind than what stands before it
 */
export function sumOf(name: string, xs: List, zero: Slot = 0): Slot {
  spend(xs.length);
  if (xs.length === 0) return zero;
  if (xs[0] instanceof Duration || xs[0] instanceof Size) return sumOfQuantities(name, xs);
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

function sumOfQuantities(name: string, xs: List): Slot {
  let sum = xs[0] as Slot;
  for (let i = 1; i < xs.length; i++) {
    const x = xs[i] as Slot;
    if (sum instanceof Duration && x instanceof Duration) sum = new Duration(sum.ms + x.ms);
    else if (sum instanceof Size && x instanceof Size) sum = new Size(sum.bytes + x.bytes);
    else throw typeError(name, `a list of ${sum instanceof Size ? "Size" : "Duration"}`, x);
  }
  return sum;
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
