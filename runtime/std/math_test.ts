import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { box, type Int, normalize, type Slot } from "../values/mod.ts";
import { ints } from "../../tests/std/arbitrary.ts";
import { call, entryOf, failure } from "../../tests/std/calls.ts";

function fn(name: string): (...args: Slot[]) => Slot {
  return entryOf(`math.${name}`).run as (...args: Slot[]) => Slot;
}

Deno.test("math.round() takes halves away from zero and is exact beyond 2^53", () => {
  assertEquals([0.5, -0.5, 1.5, 2.5, -2.5, 0.49999999999999994].map((x) => fn("round")(x)), [
    1,
    -1,
    2,
    3,
    -3,
    0,
  ]);
  assertEquals(call("math.floor", 1e20), "100000000000000000000");
  assertEquals(Object.is(fn("ceil")(-0.5), 0), true);
  assertEquals(failure("math.round", NaN), "value: math.round: nan has no Int");
  assertEquals(failure("math.trunc", -Infinity), "value: math.trunc: -inf has no Int");
});

Deno.test("math.round_to() rounds the decimal that is written", () => {
  assertEquals(
    [[2.345, 2], [1.005, 2], [-1.5, 0], [1234, -2], [5e-324, 3], [1e300, 2]].map(
      ([x, digits]) => fn("round_to")(x, digits),
    ),
    [2.35, 1.01, -2, 1200, 0, 1e300],
  );
});

Deno.test("math functions raise where there is no result, and let nan through", () => {
  assertEquals(
    failure("math.sqrt", -4),
    "arithmetic: math.sqrt of a negative number: -4.0",
  );
  assertEquals(
    failure("math.log", 0),
    "arithmetic: math.log of a number not above zero: 0.0",
  );
  assertEquals(
    failure("math.asin", 2),
    "arithmetic: math.asin of a number not within -1 to 1: 2.0",
  );
  assertEquals(failure("math.sin", Infinity), "arithmetic: math.sin of an infinite angle: inf");
  assertEquals(fn("sqrt")(NaN), NaN);
  assertEquals(fn("exp")(1000), Infinity);
});

Deno.test("math.abs(), min(), max() and clamp() keep kinds", () => {
  assertEquals(call("math.abs", -(2n ** 60n)), "1152921504606846976");
  assertEquals(call("math.abs", box(-2)), "2.0");
  assertEquals(call("math.min", 1, box(1)), "1");
  assertEquals(call("math.max", box(3), 2), "3.0");
  assertEquals(call("math.clamp", 5, box(0), 2.5), "2.5");
  assertEquals(failure("math.clamp", 1, 2, 0), "value: math.clamp: low is greater than high");
});

Deno.test("math.isqrt() is the greatest root not above", () => {
  fc.assert(fc.property(fc.bigInt({ min: 0n, max: 2n ** 120n }).map(normalize), (n) => {
    const root = BigInt(fn("isqrt")(n) as Int);
    assert(root * root <= BigInt(n) && (root + 1n) * (root + 1n) > BigInt(n));
  }));
  assertEquals(call("math.isqrt", Number.MAX_SAFE_INTEGER), "94906265");
});

Deno.test("math.gcd() divides both, and math.lcm() is a multiple of both", () => {
  fc.assert(fc.property(ints, ints, (a, b) => {
    const gcd = BigInt(fn("gcd")(a, b) as Int);
    const lcm = BigInt(fn("lcm")(a, b) as Int);
    const [x, y] = [BigInt(a), BigInt(b)];
    if (gcd !== 0n) assert(x % gcd === 0n && y % gcd === 0n && gcd > 0n);
    const product = x * y < 0n ? -x * y : x * y;
    assertEquals(gcd * lcm, product);
  }));
});
