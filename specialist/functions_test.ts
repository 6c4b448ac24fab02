import { assert, assertEquals, assertRejects, assertStrictEquals, assertThrows } from "@std/assert";
import { Float, slotHooks, Tuple } from "./_testing.ts";
import { openPython, type PyHandle, PythonError } from "./mod.ts";

const python = openPython({ hooks: slotHooks });
python.callSync("builtins", "exec", [`
def apply(f, *args, **kw): return f(*args, **kw)
def twice(f, x): return f(f(x))
def guarded(f):
    try: return f()
    except Exception as error: return str(error)
kept = []
def keep(f): kept.append(f)
def call_kept(*args): return kept[-1](*args)
def call_in_thread(f, x):
    import threading
    out = []
    worker = threading.Thread(target=lambda: out.append(f(x)))
    worker.start()
    worker.join()
    return out[0]
`]);
const call = (name: string, args: unknown[], keywords?: Record<string, unknown>) => [
  () => Promise.resolve(python.callSync("__main__", name, args, keywords)),
  () => python.call("__main__", name, args, keywords),
];

Deno.test("Python calls functions with values of every kind, sync and awaited", async () => {
  const seen: unknown[] = [];
  const look = (...args: unknown[]) => {
    seen.push(args);
    return args.length;
  };
  for (const run of call("apply", [look, 1, new Float(2), [3.5], { a: null }, new Tuple([1])])) {
    assertEquals(await run(), 5);
    assertEquals(seen.pop(), [
      1,
      new Float(2),
      new Float64Array([3.5]),
      { a: null },
      new Tuple([1]),
    ]);
  }
  for (const run of call("apply", [look, 1], { z: 2 })) {
    assertEquals(await run(), 2);
    assertEquals(seen.pop(), [1, { z: 2 }]);
  }
});

Deno.test("sort keys, nested calls and long results", async () => {
  assertEquals(
    python.callSync("builtins", "sorted", [["ccc", "a", "bb"]], {
      key: (x: unknown) => -(x as string).length,
    }),
    ["ccc", "bb", "a"],
  );
  for (const run of call("twice", [(x: unknown) => `${x}${x}`, "ab"])) {
    assertEquals(await run(), "abababab");
  }
  const long = "x".repeat(100_000);
  for (const run of call("apply", [(x: unknown) => [x, x], long])) {
    assertEquals(await run(), [long, long]);
  }
});

Deno.test("a function may call Python itself", async () => {
  const inner = (x: unknown) => python.callSync("math", "sqrt", [x]);
  for (const run of call("apply", [inner, 16])) assertEquals(await run(), new Float(4));
  const general = (x: unknown) => python.callSync("builtins", "sum", [[x, 1]]);
  for (const run of call("apply", [general, 16])) assertEquals(await run(), 17);
});

Deno.test("an asynchronous function is awaited in an awaited call, refused in a synchronous one", async () => {
  const later = async (x: unknown) => {
    await new Promise((resolve) => setTimeout(resolve, 1));
    return await python.call("operator", "add", [x, 1]);
  };
  assertEquals(await python.call("__main__", "twice", [later, 5]), 7);
  assertThrows(
    () => python.callSync("__main__", "twice", [later, 5]),
    PythonError,
    "a function that waits",
  );
});

Deno.test("an error thrown by a function comes back as itself", async () => {
  const mine = new RangeError("mine");
  const failing = () => {
    throw mine;
  };
  assertStrictEquals(assertThrows(() => python.callSync("__main__", "apply", [failing])), mine);
  assertStrictEquals(await assertRejects(() => python.call("__main__", "apply", [failing])), mine);
  // deno-lint-ignore require-await -- an asynchronous failure is what this tests
  const failingLater = async () => {
    throw mine;
  };
  assertStrictEquals(
    await assertRejects(() => python.call("__main__", "apply", [failingLater])),
    mine,
  );
  for (const run of call("guarded", [failing])) assertEquals(await run(), "mine");
});

Deno.test("a function kept by Python works after the call that brought it", async () => {
  python.callSync("__main__", "keep", [(a: unknown) => (a as number) + 1]);
  assertEquals(python.callSync("__main__", "call_kept", [1]), 2);
  assertEquals(await python.call("__main__", "call_kept", [1]), 2);
});

Deno.test("Python threads of the user's own may call functions in an awaited call", async () => {
  assertEquals(await python.call("__main__", "call_in_thread", [(x: unknown) => [x], 3]), [3]);
});

Deno.test("a function's result that cannot go to Python is an error there", async () => {
  for (const run of call("apply", [() => new WeakMap()])) {
    let thrown: unknown;
    await Promise.resolve().then(run).catch((error) => thrown = error);
    assert(thrown instanceof PythonError);
    assertEquals(thrown.code, "E0505");
  }
});

Deno.test("a function has its name in Python", () => {
  const named = python.callSync("builtins", "repr", [function growth() {}]);
  assertEquals(named, "<zixir function growth>");
  const kept = python.callSync("functools", "partial", [function growth() {}]) as PyHandle;
  assertEquals(kept.getattrSync("func.__name__"), "growth");
});
