import { assert, assertEquals, assertStrictEquals } from "@std/assert";
import { asZixirError, errorValue, inspect, raised, ZixirError } from "./mod.ts";

Deno.test("raised() takes a string, a record, or any value", () => {
  const of = (v: Parameters<typeof raised>[0]) => errorValue(raised(v, inspect));
  assertEquals(of("boom"), { kind: "user", message: "boom", data: null });
  assertEquals(
    of({ kind: "quota", message: "too many", data: { left: 0 } }),
    { kind: "quota", message: "too many", data: { left: 0 } },
  );
  assertEquals(of({ left: 0 }), { kind: "user", message: "{left: 0}", data: { left: 0 } });
  assertEquals(of(7), { kind: "user", message: "7", data: 7 });
});

Deno.test("asZixirError() keeps its own errors and gives every other a kind", () => {
  const own = new ZixirError("index", "x");
  assertStrictEquals(asZixirError(own), own);
  const kinds: [unknown, string][] = [
    [
      thrownBy(function f(): unknown {
        return [f()];
      }),
      "limit",
    ],
    [thrownBy(() => 2n ** (2n ** 40n)), "limit"],
    [thrownBy(() => "x".repeat(2 ** 30)), "limit"],
    [thrownBy(() => new Float64Array(2 ** 40)), "limit"],
    [thrownBy(() => Deno.readTextFileSync("/nowhere/at/all")), "io"],
    [new DOMException("stop", "AbortError"), "cancelled"],
    [new Deno.errors.NotCapable("needs net"), "permission"],
    [new Error("odd"), "internal"],
    ["text", "internal"],
  ];
  for (const [thrown, kind] of kinds) assertEquals(asZixirError(thrown).kind, kind);
});

Deno.test("a ZixirError without a code has the general one of its kind", () => {
  assertEquals(new ZixirError("timeout", "late").code, "E0702");
  assertEquals(new ZixirError("odd", "x").code, "E0300");
  assert(new ZixirError("io", "x", { code: "E0999" }).code === "E0999");
});

function thrownBy(body: () => unknown): unknown {
  try {
    body();
  } catch (error) {
    return error;
  }
  throw new Error("nothing was thrown");
}
