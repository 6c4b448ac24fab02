import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { openPython, type PyHandle, PythonError } from "./mod.ts";

const python = openPython();
python.callSync("builtins", "exec", [`
class Odd(Exception):
    def __str__(self): raise ValueError("no text")

class Quiet(Exception):
    pass

def fail(kind, *args): raise kind(*args)
def outer(): inner()
def inner(): {}["missing"]
def odd(): raise Odd()
def quiet(): raise Quiet()
def chained():
    try: inner()
    except KeyError as error: raise RuntimeError("outside") from error

class Unshowable:
    def __repr__(self): raise ValueError("cannot show")
    def __len__(self): return -1
    @property
    def broken(self): raise OSError(2, "gone")
    def __iter__(self):
        yield 1
        raise ValueError("mid way")
`]);
const caught = (work: () => unknown) => assertThrows(work, PythonError) as PythonError;

Deno.test("an exception has its type, message and the user's part of the traceback", async () => {
  for (
    const error of [
      caught(() => python.callSync("__main__", "outer")),
      await assertRejects(() => python.call("__main__", "outer"), PythonError) as PythonError,
      caught(() => python.callSync("__main__", "outer")), // the quick way
    ]
  ) {
    assertEquals(error.kind, "python");
    assertEquals(error.code, "E0501");
    assertEquals(error.message, "KeyError: 'missing'");
    assertEquals(error.data.type, "KeyError");
    assertEquals(error.data.message, "'missing'");
    assert(error.data.traceback.includes("in outer"));
    assert(error.data.traceback.includes("in inner"));
    assert(!error.data.traceback.includes("<zixir>"), error.data.traceback);
  }
});

Deno.test("odd exceptions: without text, with a failing __str__, with a cause", () => {
  assertEquals(caught(() => python.callSync("__main__", "quiet")).message, "Quiet");
  assert(caught(() => python.callSync("__main__", "odd")).message.startsWith("Odd: (no text"));
  const chained = caught(() => python.callSync("__main__", "chained"));
  assertEquals(chained.data.type, "RuntimeError");
  assert(chained.data.traceback.includes("KeyError: 'missing'"));
  const surrogate = caught(() =>
    python.callSync("builtins", "exec", ["raise ValueError('a\\ud800')"])
  );
  assertEquals(surrogate.message, "ValueError: a\\ud800");
});

Deno.test("an exception while a value is shown, measured, read or iterated", () => {
  const value = python.callSync("__main__", "Unshowable") as PyHandle;
  assertEquals(caught(() => value.reprSync()).data.type, "ValueError");
  assertEquals(caught(() => value.lenSync()).data.type, "ValueError");
  assertEquals(caught(() => value.getattrSync("broken")).data.type, "FileNotFoundError");
  const seen: unknown[] = [];
  caught(() => {
    for (const item of value.iterateSync()) seen.push(item);
  });
  assertEquals(seen, [1]);
});

Deno.test("SystemExit, KeyboardInterrupt and GeneratorExit are errors and end nothing", async () => {
  for (const type of ["SystemExit", "KeyboardInterrupt", "GeneratorExit"]) {
    const sync = caught(() => python.callSync("builtins", "exec", [`raise ${type}(3)`]));
    assertEquals(sync.data.type, type);
    const later = await assertRejects(
      () => python.call("builtins", "exec", [`raise ${type}(3)`]),
      PythonError,
    ) as PythonError;
    assertEquals(later.data.type, type);
  }
  assertEquals(caught(() => python.callSync("sys", "exit", [4])).data.type, "SystemExit");
  assertEquals(caught(() => python.callSync("sys", "exit", [4])).data.type, "SystemExit");
});

Deno.test("a package that is not installed is named with the command that installs it", async () => {
  const error = await assertRejects(
    () => python.call("sklearn_nowhere.linear", "fit"),
    PythonError,
  ) as PythonError;
  assertEquals(error.code, "E0504");
  assertEquals(error.data.type, "ModuleNotFoundError");
  assert(error.message.includes("sklearn_nowhere"));
  assert(
    error.hint!.includes(`${(await python.doctor()).executable} -m pip install sklearn_nowhere`),
  );
});

Deno.test("recursion without end in Python is an error, on every thread", async () => {
  python.callSync("builtins", "exec", ["def deeper(n): return deeper(n + 1)"]);
  assertEquals(
    caught(() => python.callSync("__main__", "deeper", [0])).data.type,
    "RecursionError",
  );
  const later = await assertRejects(() => python.call("__main__", "deeper", [0]), PythonError);
  assertEquals((later as PythonError).data.type, "RecursionError");
});

Deno.test("a name with NUL or an empty module name is an error, not a crash", () => {
  caught(() => python.callSync("ma\0th", "sqrt", [4]));
  caught(() => python.callSync("math", "sq\0rt", [4]));
  caught(() => python.callSync("math", "sq\0rt", [4]));
  caught(() => python.callSync("", "sqrt", [4]));
});

Deno.test("wrong arguments are Python's own TypeError, by both ways", () => {
  for (let round = 0; round < 3; round++) {
    assertEquals(caught(() => python.callSync("math", "sqrt", [])).data.type, "TypeError");
    assertEquals(caught(() => python.callSync("math", "sqrt", [4, 5])).data.type, "TypeError");
    assertEquals(caught(() => python.callSync("math", "sqrt", ["x"])).data.type, "TypeError");
    assertEquals(caught(() => python.callSync("math", "pi")).data.type, "TypeError");
    assertEquals(caught(() => python.callSync("math", "sqrt", [-1])).data.type, "ValueError");
  }
});
