import { assert, assertEquals, assertStrictEquals } from "@std/assert";
import fc from "fast-check";
import { anyDouble, anyInt } from "../../tests/support/slots.ts";
import { box, floatText, isFloat, isInt, isNumber, toDouble, unbox } from "./float.ts";

Deno.test("box() and unbox() keep every double to the bit and never look like an Int", () => {
  fc.assert(fc.property(anyDouble, (x) => {
    assert(Object.is(unbox(box(x)), x));
    assert(isFloat(box(x)) && !isInt(box(x)) && isNumber(box(x)));
    assert(Object.is(toDouble(box(x)), x));
  }));
});

Deno.test("isInt() holds for Ints of both forms", () => {
  fc.assert(fc.property(anyInt, (n) => assert(isInt(n) && !isFloat(n) && isNumber(n))));
  assert(!isInt("1") && !isNumber(null));
});

Deno.test("floatText() has a point or exponent and reads back as the same double", () => {
  fc.assert(fc.property(anyDouble.filter(Number.isFinite), (x) => {
    const text = floatText(x);
    assert(/^-?\d+\.\d+(e-?\d+)?$/.test(text), text);
    assertStrictEquals(Number(text), x);
  }));
  assertEquals(
    [6, 1e21, 1.5e300, 1e-7, -0, 0.1].map(floatText),
    ["6.0", "1.0e21", "1.5e300", "1.0e-7", "-0.0", "0.1"],
  );
  assertEquals([NaN, Infinity, -Infinity].map(floatText), ["nan", "inf", "-inf"]);
});
