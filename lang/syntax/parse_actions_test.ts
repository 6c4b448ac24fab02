import type { PartialParse } from "@lezer/common";
import type { Stack } from "@lezer/lr";
import { assertEquals } from "@std/assert";
import { parser } from "./parser.gen.ts";
import {
  actionsOf,
  NO_ACTION,
  ParseActions,
  type ParseTables,
  SEVERAL_ACTIONS,
  type StackInside,
} from "./parse_actions.ts";

const tables = parser as unknown as ParseTables;

Deno.test("ParseActions.only() gives the action that a search of the tables gives", () => {
  const actions = new ParseActions(tables);
  const wrong: string[] = [];
  for (let state = 0; state < tables.states.length / 6; state++) {
    for (let term = 1; term <= tables.maxTerm; term++) {
      const searched = tables.hasAction(state, term);
      for (const found of [actions.only(state, term), actions.only(state, term)]) {
        const isSame = found === NO_ACTION
          ? searched === 0
          : found === SEVERAL_ACTIONS
          ? searched !== 0
          : found === searched;
        if (!isSame) wrong.push(`state ${state}, term ${term}: ${found}, not ${searched}`);
      }
    }
  }
  assertEquals(wrong, []);
});

Deno.test("ParseActions.canShift() says what Lezer's stack says, wherever it stands", () => {
  const text =
    `pub fn f(x: Int, y = [1, 2]) -> Int?: match x { 1 | 2 => {a: "b \${x + y[0]}"}, _ -> nil }
for (k, v) in map.to_pairs(m):
  if k > 1 and v: return parallel { a: f(1), ...b } else:
    xs |> map(x => x * 2) )
type T<A> = First(a: A) | {b: (Int) -> Float}
let = """
  broken \${`;
  let places = 0;
  const wrong: string[] = [];
  const compare = (parse: PartialParse & { readonly stacks?: readonly unknown[] }): void => {
    for (const stack of parse.stacks ?? []) {
      places++;
      for (let term = 1; term <= tables.maxTerm; term++) {
        const found = actionsOf(tables).canShift(stack as StackInside, term);
        const expected = (stack as Stack).canShift(term);
        if (found !== expected) wrong.push(`${stack}, term ${term}: ${found}`);
      }
    }
  };
  const compared = parser.configure({
    wrap: (parse) => ({
      get parsedPos() {
        return parse.parsedPos;
      },
      get stoppedAt() {
        return parse.stoppedAt;
      },
      stopAt: (place) => parse.stopAt(place),
      advance: () => {
        compare(parse);
        return parse.advance();
      },
    }),
  });
  compared.parse(text);
  assertEquals(wrong, []);
  assertEquals(places > 100, true);
});
