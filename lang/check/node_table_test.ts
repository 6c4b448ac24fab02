import { assertEquals } from "@std/assert";
import { analyse } from "../mod.ts";
import { NodeNumbers, NodeTable } from "./node_table.ts";

Deno.test("NodeTable keeps values apart by node, in any order of writing", () => {
  const numbers = new NodeNumbers();
  const first = new NodeTable<object, string>(numbers);
  const second = new NodeTable<object, string>(numbers);
  const nodes = Array.from({ length: 3000 }, () => ({ kind: "nil" }));
  for (const node of nodes) numbers.of(node);
  second.set(nodes[2999], "last");
  nodes.toReversed().forEach((node, i) => first.set(node, `${i}`));
  assertEquals(nodes.map((node) => first.get(node)), nodes.map((_, i) => `${2999 - i}`));
  assertEquals([second.get(nodes[2999]), second.get(nodes[2998])], ["last", undefined]);
  first.delete(nodes[5]);
  second.delete(nodes[5]);
  assertEquals([first.has(nodes[5]), first.has(nodes[6])], [false, true]);
});

Deno.test("NodeTable knows nothing of nodes that only an earlier check numbered", () => {
  const a = { kind: "nil" };
  const b = { kind: "nil" };
  const earlier = new NodeTable<object, string>(new NodeNumbers());
  earlier.set(a, "a");
  earlier.set(b, "b");
  const table = new NodeTable<object, string>(new NodeNumbers());
  assertEquals([table.get(a), table.get(b)], [undefined, undefined]);
  table.set(b, "new");
  assertEquals([table.get(a), table.get(b)], [undefined, "new"]);
});

Deno.test("analyse() leaves the answers about other programs as they were", () => {
  const first = analyse("let x = 1\nx + 2", { file: "a.zixir", host: [] });
  analyse('"text"', { file: "b.zixir", host: [] });
  const last = first.main.module.statements[1];
  if (last.kind !== "binary") throw new Error("no sum");
  const type = first.main.typeOf(last);
  assertEquals(type.kind === "con" ? type.name : type.kind, "Int");
});
