import { assert, assertEquals } from "@std/assert";
import {
  ANY,
  FLOAT,
  functionOf,
  INT,
  listOf,
  mapOf,
  NEVER,
  NIL,
  NUM,
  optionOf,
  RANGE,
  recordOf,
  STRING,
} from "./build.ts";
import { joinTypes, meetTypes } from "./join.ts";
import { typeToString } from "./print.ts";
import { settled } from "./settled.ts";
import { isModest } from "./size.ts";
import { Solver } from "./solver.ts";
import type { Type } from "./type.ts";
import type { Why } from "./why.ts";

const WHY: Why = { span: { start: 0, end: 1 }, reason: { kind: "plain" } };

function newSolver(): { solver: Solver; problems: string[] } {
  const problems: string[] = [];
  const solver = new Solver({
    mismatch: (from, to) => problems.push(`${typeToString(from)} for ${typeToString(to)}`),
    operator: (use, left, right) =>
      problems.push(`${typeToString(left)} ${use.symbol} ${typeToString(right)}`),
  });
  return { solver, problems };
}

const person = (more: Record<string, Type> = {}) =>
  recordOf(new Map<string, Type>([["name", STRING], ...Object.entries(more)]));

Deno.test("flow() takes what fits and refuses what does not", () => {
  const fits: readonly (readonly [Type, Type])[] = [
    [INT, FLOAT],
    [INT, NUM],
    [NUM, FLOAT],
    [NIL, optionOf(INT)],
    [INT, optionOf(FLOAT)],
    [ANY, INT],
    [INT, ANY],
    [NEVER, STRING],
    [RANGE, listOf(INT)],
    [listOf(INT), listOf(FLOAT)],
    [person({ age: INT }), person()],
    [person(), mapOf(STRING)],
    [person(), person({ nick: optionOf(STRING) })],
    [functionOf([FLOAT], INT), functionOf([INT], FLOAT)],
  ];
  for (const [from, to] of fits) {
    const { solver, problems } = newSolver();
    assert(solver.flow(from, to, WHY), `${typeToString(from)} for ${typeToString(to)}`);
    assertEquals(problems, []);
  }
  const misfits: readonly (readonly [Type, Type])[] = [
    [FLOAT, INT],
    [NUM, INT],
    [optionOf(INT), INT],
    [NIL, INT],
    [STRING, INT],
    [listOf(STRING), listOf(INT)],
    [person(), person({ age: INT })],
    [mapOf(INT), person()],
    [functionOf([INT], INT), functionOf([STRING], INT)],
    [functionOf([INT], INT), functionOf([INT, INT], INT)],
  ];
  for (const [from, to] of misfits) {
    const { solver, problems } = newSolver();
    assert(!solver.flow(from, to, WHY), `${typeToString(from)} for ${typeToString(to)}`);
    assertEquals(problems.length, 1);
  }
});

Deno.test("an unknown becomes what flows into it", () => {
  const { solver } = newSolver();
  const unknown = solver.fresh();
  solver.flow(INT, unknown, WHY, true);
  solver.flow(FLOAT, unknown, WHY);
  assertEquals(solver.force(unknown), FLOAT);
});

Deno.test("an unknown that only flows out becomes the narrowest of what is expected", () => {
  const { solver, problems } = newSolver();
  const unknown = solver.fresh();
  solver.flow(unknown, FLOAT, WHY);
  solver.flow(unknown, INT, WHY);
  assertEquals(solver.force(unknown), INT);
  assertEquals(problems, []);
});

Deno.test("a type that would contain itself is Any", () => {
  const { solver } = newSolver();
  const unknown = solver.fresh();
  solver.bind(unknown, listOf(unknown));
  assertEquals(solver.force(unknown), ANY);
});

Deno.test("joinTypes() by the rules of arguments, branches and elements", () => {
  const join = (a: Type, b: Type, merge: "flow" | "branch" | "list"): string => {
    const joined = joinTypes(newSolver().solver, a, b, merge);
    return joined === null ? "none" : typeToString(joined);
  };
  assertEquals(join(INT, FLOAT, "flow"), "Float");
  assertEquals(join(INT, FLOAT, "branch"), "Num");
  assertEquals(join(INT, STRING, "branch"), "none");
  assertEquals(join(INT, STRING, "list"), "Any");
  assertEquals(join(NIL, INT, "branch"), "Int?");
  assertEquals(join(optionOf(INT), FLOAT, "branch"), "Num?");
  assertEquals(join(NEVER, INT, "branch"), "Int");
  assertEquals(join(ANY, INT, "branch"), "Any");
  assertEquals(join(RANGE, listOf(INT), "branch"), "[Int]");
  assertEquals(
    join(person({ age: INT }), person({ age: FLOAT }), "branch"),
    "{name: String, age: Num}",
  );
  assertEquals(join(person(), person({ age: INT }), "branch"), "Any");
  assertEquals(join(person(), mapOf(STRING), "branch"), "Map<String>");
});

Deno.test("meetTypes() gives what fits both", () => {
  const meet = (a: Type, b: Type) => typeToString(meetTypes(newSolver().solver, a, b));
  assertEquals(meet(FLOAT, INT), "Int");
  assertEquals(meet(NUM, FLOAT), "Float");
  assertEquals(meet(optionOf(INT), INT), "Int");
  assertEquals(meet(optionOf(INT), optionOf(FLOAT)), "Int?");
  assertEquals(meet(ANY, STRING), "String");
  assertEquals(meet(person(), person({ age: INT })), "{name: String, age: Int}");
});

Deno.test("settled() replaces solved unknowns deep inside and flattens options", () => {
  const { solver } = newSolver();
  const unknown = solver.fresh();
  const type = listOf(optionOf(unknown));
  solver.bind(unknown, optionOf(INT));
  assertEquals(typeToString(settled(type)), "[Int?]");
  assertEquals(settled(listOf(INT)) === settled(listOf(INT)), false);
  const known = listOf(INT);
  assert(settled(known) === known);
});

Deno.test("isModest() bounds doubling and nesting", () => {
  let doubled: Type = INT;
  for (let i = 0; i < 60; i++) doubled = { kind: "tuple", items: [doubled, doubled] };
  assert(!isModest(doubled));
  let nested: Type = INT;
  for (let i = 0; i < 10_000; i++) nested = listOf(nested);
  assert(!isModest(nested));
  assert(isModest(listOf(person({ tags: listOf(STRING) }))));
});
