import { assertEquals } from "@std/assert";
import { abi, Map, MapTwo, MapWith, Order, Reduction, symbols, Test } from "./symbols.ts";

function source(file: string): Promise<string> {
  return Deno.readTextFile(new URL(`./zig/src/${file}`, import.meta.url));
}

const exported = await source("exports.zig") + await source("root.zig");

/** The members of an enum that has explicit values. */
function members(zig: string, name: string): Record<string, number> {
  const body = new RegExp(`const ${name} = enum\\(u32\\) \\{([^}]*)\\}`).exec(zig)![1];
  return Object.fromEntries(
    [...body.matchAll(/(\w+) = (\d+)/g)].map(([, member, value]) => [member, Number(value)]),
  );
}

Deno.test("symbols.ts has the enums of exports.zig", () => {
  assertEquals(members(exported, "Reduction"), { ...Reduction });
  assertEquals(members(exported, "Map"), { ...Map });
  assertEquals(members(exported, "MapWith"), { ...MapWith });
  assertEquals(members(exported, "MapTwo"), { ...MapTwo });
});

Deno.test("symbols.ts has the enums of filter.zig and keys.zig", async () => {
  const names = (zig: string, name: string) =>
    new RegExp(`const ${name} = enum\\(u32\\) \\{ ([^}]*) \\}`).exec(zig)![1].split(", ");
  assertEquals(names(await source("filter.zig"), "Test"), Object.keys(Test));
  assertEquals(names(await source("keys.zig"), "Order"), Object.keys(Order));
});

Deno.test("symbols.ts has the exports of the library, and their parameters", () => {
  const kinds: Record<string, string> = {
    u32: "u32",
    f64: "f64",
    Reduction: "u32",
    Map: "u32",
    MapWith: "u32",
    MapTwo: "u32",
    List: "in",
    Text: "in",
    "?[*]const u8": "in",
  };
  const found = [...exported.matchAll(/^export fn (zx_\w+)\(([^)]*)\)/gm)].map(([, name, list]) => {
    const types = list.split(",").map((one) => one.split(":")[1]?.trim()).filter(Boolean);
    return [name, types.map((type) => kinds[type!] ?? "out")];
  });
  assertEquals(Object.fromEntries(found), { ...symbols } as Record<string, unknown>);
});

Deno.test("symbols.ts expects the version of the interface that root.zig states", () => {
  assertEquals(Number(/^const abi: u32 = (\d+);$/m.exec(exported)![1]), abi);
});
