import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { slotHooks } from "./_testing.ts";
import { openPython, PyHandle, PythonError } from "./mod.ts";

const python = openPython({ hooks: slotHooks });
python.callSync("builtins", "exec", [`
class Account:
    kind = "test"
    def __init__(self, owner, balance=0):
        self.owner, self.balance = owner, balance
        self.items = {}
    def add(self, amount, *, times=1):
        self.balance += amount * times
        return self
    def __len__(self): return self.balance
    def __bool__(self): return self.balance > 10
    def __repr__(self): return "Account of " + self.owner
    def __getitem__(self, key): return self.items[key]
    def __setitem__(self, key, value): self.items[key] = value

def count(to):
    for i in range(to):
        seen.append(i)
        yield i

seen = []
`]);

Deno.test("a handle reads, sets, calls, indexes, measures and shows its object", async () => {
  const account = python.callSync("__main__", "Account", ["Ada"], { balance: 5 }) as PyHandle;
  assert(account instanceof PyHandle);
  assertEquals(String(account), "<python Account>");
  assertEquals(account.callable, false);
  assertEquals(account.getattrSync("owner"), "Ada");
  assertEquals(await account.getattr("kind"), "test");
  account.setattrSync("owner", "Bo");
  await account.setattr("owner", "Cy");
  assertEquals(account.reprSync(), "Account of Cy");
  assertEquals(await account.str(), "Account of Cy");
  assert(account.callMethodSync("add", [2], { times: 3 }) instanceof PyHandle);
  await account.callMethod("add", [1]);
  assertEquals(account.lenSync(), 12);
  assertEquals(await account.len(), 12);
  assertEquals(account.boolSync(), true);
  assertEquals(await account.bool(), true);
  account.setitemSync("x", [1, 2]);
  await account.setitem("y", { a: null });
  assertEquals(account.indexSync("x"), [1, 2]);
  assertEquals(await account.index("y"), { a: null });
});

Deno.test("classes, functions and modules are handles that can be called and passed back", async () => {
  const kind = python.getSync("__main__", "Account") as PyHandle;
  assertEquals(String(kind), "<python class Account>");
  assert(kind.callable);
  const made = await kind.call(["Di"]) as PyHandle;
  assertEquals(python.callSync("builtins", "isinstance", [made, kind]), true);
  assertEquals(await python.call("builtins", "isinstance", [made, kind]), true);
  const math = await python.importModule("math");
  assertEquals(String(math), "<python module math>");
  assertEquals(math.callMethodSync("gcd", [12, 18]), 6);
  assertEquals(String(math.getattrSync("sin")), "<python function sin>");
  assertEquals(String(await python.importModule("os.path")), "<python module posixpath>");
});

Deno.test("iteration: containers in batches, generators one by one", async () => {
  const deque = python.callSync("collections", "deque", [[...Array(3000).keys()]]) as PyHandle;
  assertEquals([...deque.iterateSync()], [...Array(3000).keys()]);
  const items = [];
  for await (const item of deque.iterate(7)) items.push(item);
  assertEquals(items.length, 3000);
  const counting = python.callSync("__main__", "count", [10]) as PyHandle;
  for (const item of counting.iterateSync()) if (item === 2) break;
  assertEquals(python.getSync("__main__", "seen"), [0, 1, 2]);
  assertEquals([...counting.iterateSync()], [3, 4, 5, 6, 7, 8, 9]);
  assertEquals([...(python.callSync("collections", "deque", []) as PyHandle).iterateSync()], []);
});

Deno.test("an object is gone from Python once its handle was released", async () => {
  python.callSync("builtins", "exec", ["import weakref\nclass Thing: pass\n"]);
  const thing = python.callSync("__main__", "Thing") as PyHandle;
  const alive = python.callSync("weakref", "ref", [thing]) as PyHandle;
  assertEquals(alive.callSync() instanceof PyHandle, true);
  // The call above made a second handle for the object.
  using again = alive.callSync() as PyHandle;
  assert(again instanceof PyHandle);
  thing.release();
  thing.release();
  assertThrows(() => python.callSync("builtins", "id", [thing]), PythonError, "was released");
  assertThrows(() => thing.getattrSync("x"), PythonError, "released");
  await assertRejects(() => thing.getattr("x"), PythonError, "released");
});

Deno.test("handles of one Python object are not those of another", () => {
  const other = openPython();
  const thing = python.callSync("collections", "deque", []) as PyHandle;
  assertThrows(() => other.callSync("builtins", "len", [thing]), PythonError, "another Python");
});

Deno.test("an attribute that is not there is an error with a near name", () => {
  const error = assertThrows(
    () => python.callSync("collections", "dequeue", []),
    PythonError,
    "has no attribute 'dequeue'",
  ) as PythonError;
  assertEquals(error.data.type, "AttributeError");
  assertEquals(error.hint, "did you mean deque?");
});

Deno.test("close() makes further calls impossible", async () => {
  const other = openPython();
  assertEquals(other.callSync("math", "sqrt", [4]), 2);
  other.close();
  assertThrows(() => other.callSync("math", "sqrt", [4]), PythonError, "was closed");
  await assertRejects(() => other.call("math", "sqrt", [4]), PythonError, "was closed");
});
