/**
 * The parser that runs straight on gives the tree that Lezer's own run gives, of good and of broken
 * texts, read at once and after an edit.
 *
 * `ZIXIR_FUZZ_ROUNDS` makes it longer (default 60), `ZIXIR_FUZZ_SEED` replays.
 */
import { IterMode, NodeProp, type Tree, TreeFragment } from "@lezer/common";
import { assertEquals } from "@std/assert";
import { parser as lezer } from "../../lang/syntax/parser.gen.ts";
import { parser } from "../../lang/syntax/parser.ts";
import { mutate, programsOf, Random, randomFragments } from "./texts.ts";

const rounds = Number(Deno.env.get("ZIXIR_FUZZ_ROUNDS") ?? 60);
const seed = Number(Deno.env.get("ZIXIR_FUZZ_SEED") ?? 20261123);

const programs: string[] = [];
const folder = new URL("../conformance/", import.meta.url);
for (const { name } of [...Deno.readDirSync(folder)].sort((a, b) => a.name < b.name ? -1 : 1)) {
  if (name.endsWith(".cases")) {
    programs.push(...programsOf(Deno.readTextFileSync(new URL(name, folder))));
  }
}

/**
 * Every node with its place; of a tree that was read at once also those without a name, and what an
 * incremental parse goes by.
 */
function nodesOf(tree: Tree, isWhole: boolean): string[] {
  const nodes: string[] = [];
  tree.iterate({
    mode: isWhole ? IterMode.IncludeAnonymous : undefined,
    enter: ({ name, type, from, to, tree }) => {
      const props = isWhole
        ? `${tree?.prop(NodeProp.contextHash)} ${tree?.prop(NodeProp.lookAhead)}`
        : "";
      nodes.push(`${name || type.id} ${from}-${to} ${props}`);
    },
  });
  return nodes;
}

/** Checks a tree against the one that Lezer makes of the text without knowing anything before. */
function assertLezers(tree: Tree, text: string, isWhole: boolean): void {
  const [found, expected] = [tree, lezer.parse(text)].map((each) => nodesOf(each, isWhole));
  const at = found.findIndex((node, i) => node !== expected[i]);
  assertEquals(found[at], expected[at], `seed ${seed}, text ${JSON.stringify(text)}`);
  assertEquals(found.length, expected.length, `seed ${seed}, text ${JSON.stringify(text)}`);
}

Deno.test("the parser gives Lezer's tree, of programs and of noise", () => {
  const random = new Random(seed);
  for (const program of programs) assertLezers(parser.parse(program), program, true);
  const all = programs.join("\n");
  assertLezers(parser.parse(all), all, true);
  for (let round = 0; round < rounds; round++) {
    const noise = randomFragments(random, 40);
    assertLezers(parser.parse(noise), noise, true);
  }
});

Deno.test("the parser gives Lezer's tree after an edit, with what was kept of the tree before", () => {
  const random = new Random(seed + 1);
  for (let round = 0; round < rounds; round++) {
    const before = Array.from({ length: 60 }, () => random.pick(programs)).join("\n");
    const tree = parser.parse(before);
    const text = mutate(random, before);
    let from = 0;
    while (from < text.length && text[from] === before[from]) from++;
    const most = Math.min(text.length, before.length) - from;
    let same = 0;
    while (same < most && text.at(-1 - same) === before.at(-1 - same)) same++;
    const change = {
      fromA: from,
      toA: before.length - same,
      fromB: from,
      toB: text.length - same,
    };
    const kept = TreeFragment.applyChanges(TreeFragment.addTree(tree), [change]);
    assertLezers(parser.parse(text, kept), text, false);
  }
});
