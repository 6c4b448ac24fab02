import { assert, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { anyInt } from "../../tests/support/slots.ts";
import { ZixirError } from "./error.ts";
import * as integer from "./integer.ts";

/** An Int is canonical when a bigint is never safe and a number never -0. */
function canonical(n: number | bigint): boolean {
  return typeof n === "bigint"
    ? n === integer.normalize(n)
    : Number.isSafeInteger(n) && !Object.is(n, -0);
}

function same(actual: number | bigint, expected: bigint): void {
  assert(canonical(actual), `${actual} is not canonical`);
  assertEquals(BigInt(actual), expected);
}

Deno.test("add(), sub(), mul() and neg() are exact and canonical", () => {
  fc.assert(fc.property(anyInt, anyInt, (a, b) => {
    same(integer.add(a, b), BigInt(a) + BigInt(b));
    same(integer.sub(a, b), BigInt(a) - BigInt(b));
    same(integer.mul(a, b), BigInt(a) * BigInt(b));
    same(integer.neg(a), -BigInt(a));
  }));
});

Deno.test("floorDiv() and mod() round down and belong together", () => {
  fc.assert(fc.property(anyInt, anyInt.filter((b) => b !== 0), (a, b) => {
    const quotient = integer.floorDiv(a, b);
    const rest = integer.mod(a, b);
    assert(canonical(quotient) && canonical(rest));
    assertEquals(BigInt(quotient) * BigInt(b) + BigInt(rest), BigInt(a));
    assert(b > 0 ? rest >= 0 && rest < b : rest <= 0 && rest > b);
  }));
});

Deno.test("floorDiv() is exact where the double quotient rounds up to an integer", () => {
  const big = Number.MAX_SAFE_INTEGER;
  for (const b of [2, 3, 7, 2 ** 26, 94906265, big - 1]) {
    for (const a of [big, big - 1, -big, b * Math.floor(big / b) - 1]) {
      same(integer.floorDiv(a, b), BigInt(a) / BigInt(b) - (a < 0 && a % b !== 0 ? 1n : 0n));
    }
  }
});

Deno.test("pow() is exact, also where it leaves the safe range", () => {
  fc.assert(fc.property(anyInt, fc.nat({ max: 20 }), (a, b) => {
    same(integer.pow(a, b), BigInt(a) ** BigInt(b));
  }));
  same(integer.pow(94906265, 2), 94906265n ** 2n);
  same(integer.pow(94906266, 2), 94906266n ** 2n);
  same(integer.pow(3, 33), 3n ** 33n);
  same(integer.pow(-1, 10n ** 30n), 1n);
});

Deno.test("pow() refuses negative exponents and results too large, as errors of the program", () => {
  assertEquals(assertThrows(() => integer.pow(2, -1), ZixirError).kind, "arithmetic");
  assertEquals(assertThrows(() => integer.pow(10, 10 ** 10), ZixirError).kind, "limit");
});

Deno.test("division by zero is an arithmetic error in every form", () => {
  for (const operation of [integer.floorDiv, integer.mod, integer.divide]) {
    for (const a of [1, 0, 2n ** 60n]) {
      const error = assertThrows(() => operation(a, 0), ZixirError, "division by zero");
      assertEquals(error.kind, "arithmetic");
    }
  }
});

Deno.test("divide() is the correctly rounded quotient", () => {
  assertEquals(integer.divide(10, 4), 2.5);
  assertEquals(integer.divide(10n ** 400n, 10n ** 399n), 10);
  assertEquals(integer.divide(-(10n ** 400n), 3n * 10n ** 400n), -1 / 3);
  assertEquals(integer.divide(2n ** 53n + 1n, 1), 2 ** 53);
  assertEquals(integer.divide(10n ** 400n, 7), Infinity);
  assertEquals(integer.divide(1, 10n ** 400n), 0);
  fc.assert(fc.property(fc.maxSafeInteger(), fc.maxSafeInteger(), (a, b) => {
    fc.pre(b !== 0);
    const factor = 10n ** 40n;
    const scaled = integer.divide(BigInt(a) * factor, integer.normalize(BigInt(b) * factor));
    assertEquals(scaled + 0, a / b + 0);
  }));
});

Deno.test("compareInt() orders numbers and bigints together", () => {
  fc.assert(fc.property(anyInt, anyInt, (a, b) => {
    const [x, y] = [BigInt(a), BigInt(b)];
    assertEquals(integer.compareInt(a, b), x < y ? -1 : x > y ? 1 : 0);
  }));
});
