/**
 * Random Zixir values for property tests.
 *
 * @module
 */
import fc from "fast-check";
import {
  box,
  contentHash,
  inspect,
  makeList,
  normalize,
  record,
  type Slot,
  Tuple,
} from "../../runtime/values/mod.ts";

/** What values to make. */
export interface Choice {
  /** Only those JSON can hold: no nan, no infinities, no tuples. */
  readonly json?: boolean;
}

/** Ints of every size. */
export const ints: fc.Arbitrary<number | bigint> = fc.oneof(
  fc.integer({ min: -5, max: 5 }),
  fc.maxSafeInteger(),
  fc.bigInt({ min: -(2n ** 80n), max: 2n ** 80n }).map(normalize),
);

/** Strings, well-formed, with the characters that notations care about. */
export const strings: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: "binary", maxLength: 8 }).map((text) => text.toWellFormed()),
  fc.string({ unit: fc.constantFrom(...'",;\n\r\\ \t0.1-e+ntf😀é$'), maxLength: 8 }),
  fc.constantFrom("", "007", "1", "1.0", "true", "nil", "nan", "__proto__", "12", "\ufeffa"),
);

/** Any value of data: numbers, texts, lists, records, and tuples unless for JSON. */
export function slots(choice: Choice = {}): fc.Arbitrary<Slot> {
  const floats = fc.double(choice.json ? { noNaN: true, noDefaultInfinity: true } : {}).map(box);
  const atom: fc.Arbitrary<Slot> = fc.oneof(
    ints,
    floats,
    strings,
    fc.boolean(),
    fc.constant(null),
  );
  return fc.letrec<{ value: Slot }>((tie) => {
    const many = fc.array(tie("value"), { maxLength: 4 });
    const pairs = fc.array(fc.tuple(strings, tie("value")), { maxLength: 4 });
    return {
      value: fc.oneof(
        { maxDepth: 3 },
        atom,
        many.map(makeList),
        fc.array(floats, { maxLength: 4 }).map(makeList),
        pairs.map(record.fromEntries),
        ...(choice.json ? [] : [many.map((items): Slot => new Tuple(items))]),
      ),
    };
  }).value;
}

/** Whether two values print the same, which tells kinds, order of keys and every digit. */
export function equalWithKinds(a: Slot, b: Slot): boolean {
  return inspect(a) === inspect(b) && contentHash(a) === contentHash(b);
}
