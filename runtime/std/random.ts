/**
 * The module `random`: xoshiro128++ (see `generator.ts`), seeded from the system unless `seed` says
 * otherwise. Ids and tokens come from the system's source whatever the seed.
 *
 * @module
 */
import { type Int, integer, type List, normalize, type Slot } from "../values/mod.ts";
import type { Table } from "../table.ts";
import { atLeast, valueError } from "./arguments.ts";
import { elementAt } from "./callbacks.ts";
import type { Host } from "./host.ts";
import { pick } from "./order.ts";

/** The table of `random`. */
export function randomTable(host: Host): Table {
  const { random } = host;
  const common = { effect: "effect", nondeterministic: true } as const;

  /** Places of a list in random order, the first `n` of them (Fisher and Yates). */
  function shuffled(length: number, n: number): number[] {
    const places = Array.from({ length }, (_, i) => i);
    for (let i = 0; i < n; i++) {
      const j = i + random.index(length - i);
      [places[i], places[j]] = [places[j], places[i]];
    }
    return places.slice(0, n);
  }

  return {
    module: "random",
    doc: "Random numbers and choices, repeatable with a seed; ids and tokens.",
    entries: [
      {
        name: "int",
        type: "(low: Int, high: Int) -> Int",
        doc: "An Int from `low` to `high`, both included, each equally likely.",
        example: { source: "let n = random.int(1, 6)\nn >= 1 and n <= 6", result: "true" },
        ...common,
        run: (low: Int, high: Int): Int => {
          if (low > high) {
            throw valueError("random.int", `low is greater than high: ${low}, ${high}`);
          }
          const count = integer.add(integer.sub(high, low), 1);
          return count <= 0xffffffff
            ? integer.add(low, random.index(Number(count)))
            : integer.add(low, normalize(random.below(BigInt(count))));
        },
      },
      {
        name: "float",
        type: "(low: Float = 0.0, high: Float = 1.0) -> Float",
        doc: "A Float from `low` up to but not including `high`.",
        example: { source: "let x = random.float()\nx >= 0.0 and x < 1.0", result: "true" },
        ...common,
        run: (low = 0, high = 1): number => {
          if (!(low <= high)) throw valueError("random.float", "low is greater than high, or nan");
          const x = low + random.float() * (high - low);
          // Rounding may reach the bound itself.
          return x < high ? x : low;
        },
      },
      {
        name: "normal",
        type: "(mean: Float = 0.0, deviation: Float = 1.0) -> Float",
        doc: "A Float of the normal distribution.",
        example: { source: "math.is_finite(random.normal())", result: "true" },
        ...common,
        run: (mean = 0, deviation = 1): number => {
          // Box and Muller (1958); 1 - x keeps the logarithm off zero.
          const radius = Math.sqrt(-2 * Math.log(1 - random.float()));
          return mean + deviation * radius * Math.cos(2 * Math.PI * random.float());
        },
      },
      {
        name: "bool",
        type: "(chance: Float = 0.5) -> Bool",
        doc: "True with a chance from 0.0 to 1.0.",
        example: { source: "[random.bool(0.0), random.bool(1.0)]", result: "[false, true]" },
        ...common,
        run: (chance = 0.5): boolean => random.float() < chance,
      },
      {
        name: "choice",
        type: "(xs: [a]) -> a",
        doc: 'One of the elements, each equally likely; an empty list raises kind "value".',
        example: { source: 'contains(["a", "b"], random.choice(["a", "b"]))', result: "true" },
        ...common,
        run: (xs: List): Slot => {
          if (xs.length === 0) throw valueError("random.choice", "the list is empty");
          return elementAt(xs, random.index(xs.length));
        },
      },
      {
        name: "sample",
        type: "(xs: [a], count: Int) -> [a]",
        doc: "So many of the elements in random order, none of them twice.",
        example: { source: "len(random.sample([1, 2, 3, 4], 2))", result: "2" },
        ...common,
        run: (xs: List, count: Int): List => {
          const n = atLeast("random.sample", "count", count, 0);
          if (n > xs.length) {
            throw valueError("random.sample", `count is ${count}, the list has ${xs.length}`);
          }
          return pick(xs, shuffled(xs.length, n));
        },
      },
      {
        name: "shuffle",
        type: "(xs: [a]) -> [a]",
        doc: "The elements in random order, every order equally likely.",
        example: { source: "sort(random.shuffle([3, 1, 2]))", result: "[1, 2, 3]" },
        ...common,
        run: (xs: List): List => pick(xs, shuffled(xs.length, xs.length)),
      },
      {
        name: "seed",
        type: "(n: Int) -> Nil",
        doc: "Restarts the random numbers: the same seed gives the same numbers again.",
        example: {
          source:
            "random.seed(7)\nlet a = random.int(0, 99)\nrandom.seed(7)\na == random.int(0, 99)",
          result: "true",
        },
        effect: "effect",
        run: (n: Int): null => {
          random.seed(n);
          return null;
        },
      },
      {
        name: "uuid",
        type: "() -> String",
        doc: "A new UUID of version 4 (RFC 9562), from the system's source whatever the seed.",
        example: { source: "len(random.uuid())", result: "36" },
        ...common,
        run: (): string => {
          const bytes = host.entropy(16);
          bytes[6] = (bytes[6] & 0x0f) | 0x40;
          bytes[8] = (bytes[8] & 0x3f) | 0x80;
          return bytes.toHex().replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
        },
      },
      {
        name: "token",
        type: "(bytes: Int = 16) -> String",
        doc: "So many unforeseeable bytes in hexadecimal, for keys and links.",
        example: { source: "len(random.token(8))", result: "16" },
        ...common,
        run: (bytes: Int = 16): string =>
          host.entropy(Math.min(atLeast("random.token", "bytes", bytes, 1), 65536)).toHex(),
      },
    ],
  };
}
