/**
 * Arbitrary Zixir values in slot form, for property tests.
 *
 * @module
 */
import fc from "fast-check";
import {
  box,
  type Constructor,
  Duration,
  makeConstructor,
  makeList,
  normalize,
  Range,
  record,
  Size,
  type Slot,
  Time,
  Tuple,
} from "../../runtime/values/mod.ts";

/** Constructors that {@linkcode anySlot} builds values of. */
export const CONSTRUCTORS: readonly Constructor[] = [
  makeConstructor("Shape", "Circle", 0, ["r"], "m.zixir#Shape"),
  makeConstructor("Shape", "Rect", 1, ["w", "h"], "m.zixir#Shape"),
  makeConstructor("Shape", "Empty", 2, [], "m.zixir#Shape"),
  makeConstructor("Result", "Ok", 0, [null], "m.zixir#Result"),
];

/** Any Int, often near the edge between numbers and bigints. */
export const anyInt: fc.Arbitrary<number | bigint> = fc.oneof(
  fc.integer(),
  fc.bigInt({ min: -(2n ** 200n), max: 2n ** 200n }).map(normalize),
  fc.tuple(fc.constantFrom(1n, -1n), fc.bigInt({ min: -3n, max: 3n }))
    .map(([sign, d]) => normalize(sign * 2n ** 53n + d)),
);

/** Any double, often integral, negative zero, NaN or infinite. */
export const anyDouble: fc.Arbitrary<number> = fc.oneof(
  fc.double(),
  fc.integer(),
  fc.constantFrom(0, -0, NaN, Infinity, -Infinity, 1e21, 2 ** 53, 5e-324, 1.7976931348623157e308),
);

/** Any string without lone surrogates. */
export const anyString: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: "grapheme", maxLength: 12 }),
  fc.string({ unit: "binary", maxLength: 12 }).filter((text) => text.isWellFormed()),
  fc.constantFrom("0", "12", "__proto__", "\u0000", "\u00005", "constructor", "4294967295"),
);

/** Any value without functions and handles. */
export const anySlot: fc.Arbitrary<Slot> = fc.letrec<{ slot: Slot; leaf: Slot }>((tie) => ({
  leaf: fc.oneof(
    anyInt,
    anyDouble.map(box),
    anyString,
    fc.boolean(),
    fc.constant(null),
    fc.uint8Array({ maxLength: 40 }),
    fc.tuple(anyInt, anyInt).map(([a, b]) => new Range(a, b)),
    fc.double({ noNaN: true }).map((ms) => new Duration(ms)),
    fc.maxSafeNat().map((bytes) => new Size(bytes)),
    fc.integer().map((ms) => new Time(ms)),
    fc.constant(CONSTRUCTORS[2].value!),
    fc.array(anyDouble, { minLength: 1, maxLength: 8 }).map((xs) => new Float64Array(xs)),
  ),
  slot: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    tie("leaf"),
    fc.array(tie("slot"), { maxLength: 5 }).map((xs) => makeList(xs)),
    fc.array(tie("slot"), { minLength: 1, maxLength: 3 }).map((xs) => new Tuple(xs)),
    fc.array(fc.tuple(anyString, tie("slot")), { maxLength: 5 }).map((kv) =>
      record.fromEntries(kv)
    ),
    tie("slot").map((x) => CONSTRUCTORS[0].build([x])),
    fc.tuple(tie("slot"), tie("slot")).map((xs) => CONSTRUCTORS[1].build(xs)),
    tie("slot").map((x) => CONSTRUCTORS[3].build([x])),
  ),
})).slot;
