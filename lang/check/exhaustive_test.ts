import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { checkText } from "../../tests/support/check_text.ts";

/**
 * Types with few values, written as Zixir types, with all their values written as patterns. A list is
 * taken up to length 3, where no pattern below looks at more than two places.
 */
interface SmallType {
  readonly text: string;
  readonly values: readonly Value[];
  /** Patterns of the type, nested at most `depth` deep. */
  patterns(depth: number): fc.Arbitrary<Pat>;
}

type Value = string | boolean | null | readonly Value[];

/** A pattern with the question it asks. */
interface Pat {
  readonly text: string;
  matches(value: Value): boolean;
}

const ANY_PATTERN: Pat = { text: "_", matches: () => true };

const BOOL: SmallType = {
  text: "Bool",
  values: [true, false],
  patterns: () =>
    fc.constantFrom(ANY_PATTERN, {
      text: "true",
      matches: (v: Value) => v === true,
    }, { text: "false", matches: (v: Value) => v === false }),
};

function choice(inner: fc.Arbitrary<Pat>): fc.Arbitrary<Pat> {
  return fc.oneof(
    { weight: 4, arbitrary: inner },
    {
      weight: 1,
      arbitrary: fc.tuple(inner, inner).map(([a, b]) => ({
        text: `(${a.text} | ${b.text})`.replace(/^\((.*)\)$/, "$1"),
        matches: (v: Value) => a.matches(v) || b.matches(v),
      })),
    },
  );
}

const COLOUR: SmallType = {
  text: "Colour",
  values: ["Red", "Green", "Blue"],
  patterns: () =>
    fc.constantFrom("_", "Red", "Green", "Blue").map((text) => ({
      text,
      matches: (v: Value) => text === "_" || v === text,
    })),
};

function optionType(item: SmallType): SmallType {
  return {
    text: `${item.text}?`,
    values: [null, ...item.values],
    patterns: (depth) =>
      fc.oneof(
        fc.constant(ANY_PATTERN),
        fc.constant({ text: "nil", matches: (v: Value) => v === null }),
        item.patterns(depth - 1).filter((p) => p.text !== "_").map((p) => ({
          text: p.text,
          matches: (v: Value) => v !== null && p.matches(v),
        })),
      ),
  };
}

function pairType(a: SmallType, b: SmallType): SmallType {
  return {
    text: `(${a.text}, ${b.text})`,
    values: a.values.flatMap((x) => b.values.map((y): Value => [x, y])),
    patterns: (depth) =>
      fc.oneof(
        { weight: 1, arbitrary: fc.constant(ANY_PATTERN) },
        {
          weight: 5,
          arbitrary: fc.tuple(a.patterns(depth - 1), b.patterns(depth - 1)).map(([p, q]) => ({
            text: `(${p.text}, ${q.text})`,
            matches: (v: Value) => Array.isArray(v) && p.matches(v[0]) && q.matches(v[1]),
          })),
        },
      ),
  };
}

function listType(item: SmallType): SmallType {
  const lists = (length: number): Value[] =>
    length === 0
      ? [[]]
      : lists(length - 1).flatMap((rest) =>
        item.values.map((x): Value => [x, ...(rest as readonly Value[])])
      );
  const { patterns } = item;
  return {
    text: `[${item.text}]`,
    values: [0, 1, 2, 3].flatMap(lists),
    patterns: (depth) => {
      const part = patterns(depth - 1);
      const fixed = (parts: readonly Pat[]): Pat => ({
        text: `[${parts.map((p) => p.text).join(", ")}]`,
        matches: (v) =>
          Array.isArray(v) && v.length === parts.length && parts.every((p, i) => p.matches(v[i])),
      });
      const open = (before: readonly Pat[], after: readonly Pat[]): Pat => ({
        text: `[${[...before.map((p) => p.text), "..", ...after.map((p) => p.text)].join(", ")}]`,
        matches: (v) =>
          Array.isArray(v) && v.length >= before.length + after.length &&
          before.every((p, i) => p.matches(v[i])) &&
          after.every((p, i) => p.matches(v[v.length - after.length + i])),
      });
      return fc.oneof(
        fc.constant(ANY_PATTERN),
        fc.array(part, { maxLength: 2 }).map(fixed),
        fc.tuple(fc.array(part, { maxLength: 1 }), fc.array(part, { maxLength: 1 }))
          .map(([before, after]) => open(before, after)),
      );
    },
  };
}

const smallTypes: readonly SmallType[] = [
  BOOL,
  COLOUR,
  optionType(COLOUR),
  pairType(BOOL, COLOUR),
  pairType(optionType(BOOL), COLOUR),
  pairType(pairType(BOOL, BOOL), optionType(COLOUR)),
  listType(BOOL),
  pairType(listType(BOOL), BOOL),
  optionType(pairType(BOOL, BOOL)),
];

const matches = fc.constantFrom(...smallTypes).chain((type) =>
  fc.record({
    type: fc.constant(type),
    clauses: fc.array(choice(type.patterns(2)), { minLength: 1, maxLength: 6 }),
  })
);

function findingsOf(type: SmallType, clauses: readonly Pat[]): string[] {
  const body = clauses.map((p, i) => `  ${p.text} => ${i}`).join("\n");
  const { checked } = checkText(
    `type Colour = Red | Green | Blue\nfn f(v: ${type.text}): match v {\n${body}\n}\n`,
  );
  return checked.diagnostics.map((each) => each.code);
}

Deno.test("a match is refused exactly when some value finds no clause", () => {
  fc.assert(
    fc.property(matches, ({ type, clauses }) => {
      const isComplete = type.values.every((value) => clauses.some((p) => p.matches(value)));
      const codes = findingsOf(type, clauses).filter((code) => code.startsWith("E"));
      assertEquals(codes, isComplete ? [] : ["E0240"]);
    }),
    { numRuns: 600 },
  );
});

Deno.test("a clause is called unreachable exactly when those above take all its values", () => {
  fc.assert(
    fc.property(matches, ({ type, clauses }) => {
      const unreached = clauses.filter((clause, i) =>
        type.values.every((value) =>
          !clause.matches(value) || clauses.slice(0, i).some((p) => p.matches(value))
        )
      );
      const hasWarning = findingsOf(type, clauses).includes("W0201");
      // A warning may also be about one alternative of a clause that is reached.
      if (unreached.length > 0) assert(hasWarning);
      else if (!clauses.some((clause) => clause.text.includes("|"))) assert(!hasWarning);
    }),
    { numRuns: 600 },
  );
});

Deno.test("the example shown is of the type and matched by no clause", () => {
  const rows: readonly (readonly [type: string, clauses: string, example: string])[] = [
    ["Bool", "true => 1", "false"],
    ["Colour", "Red => 1, Blue => 2", "Green"],
    ["Colour?", "nil => 1, Red => 2", "Green and Blue"],
    ["(Bool, Colour)", "(true, _) => 1, (_, Red) => 2", "(false, Green)"],
    ["[Bool]", "[] => 1, [true, ..] => 2", "[false, ..]"],
    ["[Int]", "[] => 1, [a] => 2", "[_, _, ..]"],
    ["Int", "0 => 1, 1 => 2, 2..5 => 3", "5"],
    ["String", '"" => 1', '"..."'],
    ["{a: Bool, b: Bool}", "{a: true} => 1, {b: true} => 2", "{a: false, b: false}"],
    ["Num", "n: Int => 1", "a Float"],
  ];
  for (const [type, clauses, example] of rows) {
    const { findings } = checkText(
      `type Colour = Red | Green | Blue\nfn f(v: ${type}): match v { ${clauses} }\n`,
    );
    const shown = findings.map((each) => each.replace(/^.*does not cover /, ""));
    assertEquals([type, ...shown], [type, example]);
  }
});
