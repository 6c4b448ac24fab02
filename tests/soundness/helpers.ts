/**
 * Generic functions without annotations, which random programs call at many types.
 *
 * @module
 */
import type { Choices } from "./random.ts";
import { BOOL, FLOAT, INT, sameType, STRING, type Ty } from "./types.ts";

/** A generic function without annotations, and how to call it at a type. */
export interface Helper {
  readonly text: string;
  /** Whether it can give a value of the type. */
  fits(type: Ty): boolean;
  /** A call that gives a value of the type. */
  call(type: Ty, part: (type: Ty) => string, random: Choices): string;
}

/** The type with what options hold in their place. */
export function withoutOptions(type: Ty): Ty {
  switch (type.k) {
    case "Option":
      return withoutOptions(type.of);
    case "List":
    case "Map":
      return { k: type.k, of: withoutOptions(type.of) };
    case "Tuple":
      return { k: "Tuple", items: type.items.map(withoutOptions) };
    case "Record":
      return {
        k: "Record",
        fields: type.fields.map(([name, field]) => [name, withoutOptions(field)] as const),
      };
    case "User":
      return { k: "User", name: type.name, args: type.args.map(withoutOptions) };
    default:
      return type;
  }
}

export function hasOption(type: Ty): boolean {
  return !sameType(type, withoutOptions(type)) || type.k === "User";
}

const isNumber = (t: Ty): boolean => t.k === "Int" || t.k === "Float";
const isOrdered = (t: Ty): boolean => isNumber(t) || t.k === "String";
const anything = (): boolean => true;

/** Every generic function that programs are given. */
export const HELPERS: readonly Helper[] = [
  { text: "fn same(x): x", fits: anything, call: (t, part) => `same(${part(t)})` },
  {
    text: "fn choose(a, b, first): if first: a else: b",
    fits: anything,
    call: (t, part) => `choose(${part(t)}, ${part(t)}, ${part(BOOL)})`,
  },
  {
    text: "fn square(x): x * x",
    fits: isNumber,
    call: (t, part) => `square(${part(t)})`,
  },
  {
    text: "fn blend(x, y): x * y - x",
    fits: isNumber,
    call: (t, part, random) =>
      t.k === "Float"
        ? random.pick([
          () => `blend(${part(INT)}, ${part(FLOAT)})`,
          () => `blend(${part(FLOAT)}, ${part(INT)})`,
          () => `blend(${part(FLOAT)}, ${part(FLOAT)})`,
        ])()
        : `blend(${part(t)}, ${part(t)})`,
  },
  {
    text: "fn halved(x): x / 2 + 1",
    fits: (t) => t.k === "Float",
    call: (_t, part, random) => `halved(${part(random.pick([INT, FLOAT]))})`,
  },
  {
    text: "fn lesser(x, y): if x < y: x else: y",
    fits: isOrdered,
    call: (t, part) => `lesser(${part(t)}, ${part(t)})`,
  },
  {
    text: "fn doubled(x): x + x",
    fits: (t) => isOrdered(t) || t.k === "List",
    call: (t, part) => `doubled(${part(t)})`,
  },
  {
    text: "fn field(r): r.a",
    fits: anything,
    call: (t, part) => `field(${part({ k: "Record", fields: [["a", t], ["b", INT]] })})`,
  },
  {
    text: "fn replaced(r, v): {...r, a: v}",
    fits: (t) => t.k === "Record" && t.fields[0][0] === "a",
    call: (t, part) => `replaced(${part(t)}, ${part((t as Ty & { k: "Record" }).fields[0][1])})`,
  },
  {
    text: "fn twice(f, x): f(f(x))",
    fits: anything,
    call: (t, part) => `twice(${part({ k: "Fn", params: [t], returns: t })}, ${part(t)})`,
  },
  {
    text: "fn composed(f, g): x => g(f(x))",
    fits: anything,
    call: (t, part) =>
      `composed(${part({ k: "Fn", params: [INT], returns: FLOAT })}, ${
        part({ k: "Fn", params: [FLOAT], returns: t })
      })(${part(INT)})`,
  },
  {
    text: "fn joined(xs): reduce(xs, xs[0], (a, b) => a + b)",
    fits: isOrdered,
    call: (t, part) => `joined(${part({ k: "List", of: t })})`,
  },
  {
    text: "fn counted(n, acc): if n <= 0: acc else: counted(n - 1, acc + acc)",
    fits: (t) => isNumber(t),
    call: (t, part, random) => `counted(${random.int(0, 4)}, ${part(t)})`,
  },
  {
    text: "fn folded(xs, acc): match xs { [] => acc, [h, ..t] => folded(t, acc + h) }",
    fits: isOrdered,
    call: (t, part) => `folded(${part({ k: "List", of: t })}, ${part(t)})`,
  },
  {
    text: "fn skipped(xs): match xs { [a, _, ..t] => [a] + skipped(t), [a] => [a], _ => [] }",
    fits: (t) => t.k === "List",
    call: (t, part) => `skipped(${part(t)})`,
  },
  {
    text: [
      "fn tallied(xs) {",
      'var m = {"": 0}',
      "var before = m",
      "for x in xs { m = map.set(m, x, (map.get(m, x) ?? 0) + 1); if len(m) == 2 { before = m } }",
      '[len(m), len(before), m[""]]',
      "}",
    ].join("\n"),
    fits: (t) => t.k === "List" && t.of.k === "Int",
    call: (_t, part) => `tallied(${part({ k: "List", of: STRING })})`,
  },
  {
    text: "fn listed(x, y): [x, y]",
    fits: (t) => t.k === "List",
    call: (t, part) => {
      const { of } = t as Ty & { k: "List" };
      return `listed(${part(of)}, ${part(of)})`;
    },
  },
  {
    text: "fn each(f, xs): [f(x) for x in xs]",
    fits: (t) => t.k === "List",
    call: (t, part) => {
      const { of } = t as Ty & { k: "List" };
      const fn: Ty = { k: "Fn", params: [INT], returns: of };
      return `each(${part(fn)}, ${part({ k: "List", of: INT })})`;
    },
  },
  {
    text: "fn shifted(x, by = 1): x + by",
    fits: isNumber,
    call: (t, part, random) =>
      random.pick([
        () => `shifted(${part(INT)}, ${part(t)})`,
        () => `shifted(${part(t)})`,
        () => `shifted(${part(t)}, ${part(t)})`,
        () => `shifted(by: ${part(t)}, x: ${part(t)})`,
      ])(),
  },
  {
    text: [
      "fn even(n): if n <= 0: true else: odd(n - 1)",
      "fn odd(n): if n <= 0: false else: even(n - 1)",
    ].join("\n"),
    fits: (t) => t.k === "Bool",
    call: (_t, _part, random) => `even(${random.int(-1, 9)})`,
  },
  {
    text: "fn collected(xs): reduce(xs, [], (acc, x) => acc + [x])",
    fits: (t) => t.k === "List",
    call: (t, part) => `collected(${part(t)})`,
  },
  {
    text: "fn keyed(xs): reduce(xs, {}, (m, x) => map.set(m, str(x), x))",
    fits: (t) => t.k === "Map",
    call: (t, part) => `keyed(${part({ k: "List", of: (t as Ty & { k: "Map" }).of })})`,
  },
  {
    text: "fn swapped((a, b)): (b, a)",
    fits: (t) => t.k === "Tuple" && t.items.length === 2,
    call: (t, part) => {
      const [a, b] = (t as Ty & { k: "Tuple" }).items;
      return `swapped(${part({ k: "Tuple", items: [b, a] })})`;
    },
  },
  {
    text: "fn added(xs) { var s = 0; for x in xs { s += x }; s }",
    fits: isNumber,
    call: (t, part) => `added(${part({ k: "List", of: t })})`,
  },
  {
    text: "fn grown(x, n) { var xs = []; for i in 0..n { xs = xs + [x] }; xs }",
    fits: (t) => t.k === "List",
    call: (t, part, random) => `grown(${part((t as Ty & { k: "List" }).of)}, ${random.int(0, 3)})`,
  },
  {
    text: "fn curried(a): b => a + b",
    fits: isNumber,
    call: (t, part) => `curried(${part(t)})(${part(t)})`,
  },
  {
    text: "fn first_or(xs, other): list.first(xs) ?? other",
    fits: (t) => t.k !== "Option" && t.k !== "Fn",
    call: (t, part) => `first_or(${part({ k: "List", of: t })}, ${part(t)})`,
  },
  {
    text: "fn guarded(f, other): try: f() catch e => other",
    fits: (t) => t.k !== "Fn",
    call: (t, part) => `guarded(${part({ k: "Fn", params: [], returns: t })}, ${part(t)})`,
  },
  {
    text: "fn numbered(xs): [{at: i, of: x} for (i, x) in enumerate(xs) if i != 1]",
    fits: (t) => t.k === "List",
    call: (t, part) => `map(numbered(${part(t)}), r => r.of)`,
  },
];
