/**
 * What the benchmark of Python measures: each case checks its answers, then gives a time, and where
 * one exists the time of something comparable in the same run.
 */
import { assert, assertEquals } from "@std/assert";
import { openPython, type Python, PythonError } from "../../../specialist/mod.ts";

/** A measured case. */
export interface Measured {
  readonly name: string;
  readonly value: number;
  readonly unit: "ns" | "us" | "ms" | "x";
  /** At most (`x`: at least) this much. */
  readonly goal?: number;
  /** What the number means beside others. */
  readonly note?: string;
}

/** How much is done: `full` for numbers worth reading, `tiny` to see that it works. */
export type Effort = "full" | "tiny";

/** Runs all cases. */
export async function measure(effort: Effort): Promise<Measured[]> {
  const python = openPython({ workersMax: 1 });
  python.callSync("builtins", "exec", [DEFINITIONS]);
  const numpy = (await python.doctor()).numpy !== undefined;
  const repeat = (full: number) => effort === "full" ? full : 2;
  try {
    return [
      ...scalars(python, repeat),
      ...lists(python, repeat),
      ...await rows(python, repeat),
      ...numpy ? arrays(python, repeat) : [],
      ...await awaited(python, repeat),
      ...await gaps(python, effort === "full" ? 1 : 0.05, numpy),
      ...await deadlines(python, repeat),
      ...await workers(python, repeat),
    ];
  } finally {
    python.close();
  }
}

type Repeat = (full: number) => number;

function scalars(python: Python, repeat: Repeat): Measured[] {
  assertEquals(python.callSync("math", "sqrt", [2.5]), Math.sqrt(2.5));
  const sqrt = best(repeat(15), repeat(20000), () => python.callSync("math", "sqrt", [2.5]));
  assertEquals(python.callSync("__main__", "half", [3]), 1.5);
  const half = best(repeat(15), repeat(20000), () => python.callSync("__main__", "half", [3]));
  const general = best(
    repeat(15),
    repeat(5000),
    () => python.callSync("builtins", "len", [[1, 2]]),
  );
  return [
    { name: "math.sqrt(2.5), synchronous", value: sqrt * 1e3, unit: "ns", goal: 370 },
    { name: "a Python function of one number", value: half * 1e3, unit: "ns" },
    { name: "len([1, 2])", value: general * 1e3, unit: "ns" },
  ];
}

function lists(python: Python, repeat: Repeat): Measured[] {
  const floats = Float64Array.from({ length: 100_000 }, (_, index) => index + 0.5);
  assertEquals(python.callSync("operator", "add", [floats, []]), floats);
  const flat = best(repeat(15), 1, () => python.callSync("operator", "add", [floats, []]));
  const mixed: unknown[] = [...floats];
  mixed[0] = "x";
  assertEquals((python.callSync("operator", "add", [mixed, []]) as unknown[])[99_999], 99_999.5);
  const boxed = best(repeat(15), 1, () => python.callSync("operator", "add", [mixed, []]));
  return [
    { name: "list of 1e5 floats there and back", value: flat / 1e3, unit: "ms", goal: 8 },
    { name: "list of 1e5 mixed values there and back", value: boxed / 1e3, unit: "ms" },
  ];
}

async function rows(python: Python, repeat: Repeat): Promise<Measured[]> {
  const table = Array.from({ length: 1000 }, (_, index) => ({
    id: index,
    name: `name ${index}`,
    score: index + 0.5,
    tags: ["a", "b"],
    ok: true,
  }));
  const direct = () => python.callSync("operator", "add", [table, []]);
  assertEquals(direct(), table);
  const own = best(repeat(300), 1, direct);
  const to = best(repeat(300), 1, () => python.callSync("__main__", "take", [table]));
  const from = best(repeat(300), 1, () => python.callSync("__main__", "give"));
  assertEquals(python.callSync("__main__", "give"), table);
  const few = [table.slice(0, 1), []];
  const one = best(repeat(15), repeat(2000), () => python.callSync("operator", "add", few));
  const map = Object.fromEntries(table.map(({ name, score }) => [name, score]));
  const merge = () => python.callSync("operator", "or_", [map, {}]);
  assertEquals(merge(), map);
  const merged = best(repeat(100), 1, merge);
  const json = () =>
    JSON.parse(python.callSync("__main__", "through_json", [JSON.stringify(table)]) as string);
  assertEquals(json(), table);
  const text = best(repeat(100), 1, json);
  const lines = await jsonLines(python, table, repeat(100));
  return [
    { name: "1000 nested rows there and back", value: own / 1e3, unit: "ms" },
    {
      name: "  against JSON lines to a process",
      value: lines / own,
      unit: "x",
      goal: 5,
      note: "the way of the pythonia package",
    },
    {
      name: "  against JSON text in process",
      value: text / own,
      unit: "x",
      note: "V8's and CPython's own C code for JSON, which keeps neither ints nor floats exact",
    },
    { name: "1000 nested rows to Python", value: to / 1e3, unit: "ms", goal: 1.36 },
    { name: "1000 nested rows from Python", value: from / 1e3, unit: "ms", goal: 2.2 },
    { name: "one row there and back", value: one, unit: "us" },
    { name: "map of 1000 floats there and back", value: merged / 1e3, unit: "ms" },
  ];
}

/** Rows through a child process with one line of JSON each way. */
async function jsonLines(python: Python, table: unknown[], rounds: number): Promise<number> {
  const child = new Deno.Command((await python.doctor()).executable, {
    args: [
      "-c",
      "import sys, json\nfor line in sys.stdin:\n    sys.stdout.write(json.dumps(json.loads(line)) + '\\n')\n    sys.stdout.flush()",
    ],
    stdin: "piped",
    stdout: "piped",
  }).spawn();
  const writer = child.stdin.getWriter();
  const reader = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  const once = async () => {
    await writer.write(new TextEncoder().encode(JSON.stringify(table) + "\n"));
    let text = "";
    while (!text.endsWith("\n")) text += (await reader.read()).value!;
    return JSON.parse(text);
  };
  assertEquals(await once(), table);
  let least = Infinity;
  for (let round = 0; round < rounds; round++) {
    const start = performance.now();
    await once();
    least = Math.min(least, performance.now() - start);
  }
  await writer.close();
  await reader.cancel();
  await child.status;
  return least * 1e3;
}

function arrays(python: Python, repeat: Repeat): Measured[] {
  python.callSync("builtins", "exec", [
    "import numpy\ndef fresh(): return numpy.empty(1000000)\n" +
    "def fresh_us(n):\n    kept, times = [], []\n    for _ in range(n):\n" +
    "        start = time.perf_counter()\n        kept.append(fresh())\n" +
    "        times.append(time.perf_counter() - start)\n    return min(times) * 1e6\n",
  ]);
  const floats = new Float64Array(1_000_000).fill(1);
  assertEquals(python.callSync("numpy", "sum", [floats]), 1e6);
  const size = (value: unknown) => () => python.callSync("numpy", "shape", [value]);
  const few = new Float64Array(1);
  const there = best(repeat(15), repeat(200), size(floats));
  const one = best(repeat(15), repeat(200), size(few));
  const views: unknown[] = [];
  const rounds = repeat(25);
  const back = best(rounds, 1, () => views.push(python.callSync("__main__", "fresh")));
  const made = python.callSync("__main__", "fresh_us", [rounds]) as number;
  assert((views[0] as Float64Array).length === 1_000_000);
  return [
    {
      name: "1e6 floats to numpy",
      value: there - one,
      unit: "us",
      goal: 5,
      note: "beyond the same call with one float",
    },
    {
      name: "1e6 floats back from numpy",
      value: back - made,
      unit: "us",
      goal: 10,
      note: "the whole call, less numpy.empty",
    },
  ];
}

async function awaited(python: Python, repeat: Repeat): Promise<Measured[]> {
  const call = () => python.call("operator", "neg", [2.5]);
  assertEquals(await call(), -2.5);
  const own = await median(repeat(3000), call);
  const wake = python.callSync("__main__", "ping_pong", [repeat(3000)], {}) as number;
  return [
    {
      name: "awaited call",
      value: own,
      unit: "us",
      goal: 25,
      note: `two Python threads that wake each other take ${
        wake.toFixed(1)
      } us on this machine now`,
    },
  ];
}

async function gaps(python: Python, seconds: number, numpy: boolean): Promise<Measured[]> {
  const cases = {
    "sleeps": ["wait", seconds],
    "computes in Python": ["spin_for", seconds],
    "computes in C with the GIL": ["sum_to", Math.round(seconds * 2.5e7)],
    ...numpy ? { "multiplies matrices": ["multiply", Math.max(1, Math.round(seconds * 20))] } : {},
  } as const;
  const measured: Measured[] = [];
  for (const [name, [fn, arg]] of Object.entries(cases)) {
    let last = performance.now();
    let longest = 0;
    const timer = setInterval(() => {
      longest = Math.max(longest, performance.now() - last);
      last = performance.now();
    }, 1);
    await python.call("__main__", fn as string, [arg]);
    clearInterval(timer);
    measured.push({
      name: `longest gap while Python ${name}`,
      value: longest,
      unit: "ms",
      goal: 15,
    });
  }
  return measured;
}

async function deadlines(python: Python, repeat: Repeat): Promise<Measured[]> {
  const late: number[] = [], lateSync: number[] = [];
  const expire = (error: unknown) =>
    assert(error instanceof PythonError && error.kind === "timeout");
  for (let round = 0; round < repeat(10); round++) {
    let start = performance.now();
    await python.call("__main__", "spin", [], {}, { deadlineMs: 50 }).catch(expire);
    late.push(performance.now() - start - 50);
    start = performance.now();
    try {
      python.callSync("__main__", "spin", [], {}, { deadlineMs: 50 });
    } catch (error) {
      expire(error);
    }
    lateSync.push(performance.now() - start - 50);
  }
  return [
    {
      name: "loop stopped after its deadline, awaited",
      value: Math.max(...late),
      unit: "ms",
      goal: 20,
    },
    {
      name: "loop stopped after its deadline, sync",
      value: Math.max(...lateSync),
      unit: "ms",
      goal: 20,
    },
  ];
}

async function workers(python: Python, repeat: Repeat): Promise<Measured[]> {
  const isolate = { isolate: true };
  const small = () => python.call("math", "sqrt", [16], undefined, isolate);
  assertEquals(await small(), 4);
  const call = await median(repeat(2000), small);
  const floats = new Float64Array(1_000_000).fill(0.5);
  const numpy = (await python.doctor()).numpy !== undefined;
  const measured: Measured[] = [{
    name: "small call of a worker",
    value: call,
    unit: "us",
    goal: 60,
  }];
  if (numpy) {
    const echo = () => python.call("numpy", "asarray", [floats], undefined, isolate);
    assertEquals(((await echo()) as Float64Array)[999_999], 0.5);
    const times = await timesOf(repeat(60), echo);
    const middle = (times[times.length >> 1] / 1e3).toFixed(1);
    measured.push({
      name: "8 MB to a worker and back",
      value: times[0] / 1e3,
      unit: "ms",
      goal: 3.5,
      note: `the quickest; half of them took ${middle} ms at most: results in memory never used ` +
        "before wait for the system to hand it out",
    });
  }
  let longest = Infinity;
  for (let round = 0; round < repeat(10); round++) {
    await small();
    const call = python.call("time", "sleep", [60], undefined, { isolate: true, deadlineMs: 5 });
    await call.catch(() => {});
    const start = performance.now();
    await small();
    longest = Math.min(longest, performance.now() - start);
  }
  measured.push({ name: "from SIGKILL to the next reply", value: longest, unit: "ms", goal: 10 });
  return measured;
}

/** Microseconds per call in the best of some batches. */
function best(batches: number, calls: number, work: () => unknown): number {
  let least = Infinity;
  for (let batch = 0; batch < batches; batch++) {
    const start = performance.now();
    for (let call = 0; call < calls; call++) work();
    least = Math.min(least, (performance.now() - start) / calls);
  }
  return least * 1e3;
}

/** Microseconds of the median call. */
async function median(calls: number, work: () => Promise<unknown>): Promise<number> {
  return (await timesOf(calls, work))[calls >> 1];
}

/** Microseconds of each call, the quickest first. */
async function timesOf(calls: number, work: () => Promise<unknown>): Promise<number[]> {
  const times: number[] = [];
  for (let call = 0; call < calls; call++) {
    const start = performance.now();
    await work();
    times.push((performance.now() - start) * 1e3);
  }
  return times.sort((a, b) => a - b);
}

const DEFINITIONS = `
import json, threading, time
def half(x): return x / 2
def take(rows):
    global taken
    taken = rows
def give(): return taken
def through_json(text): return json.dumps(json.loads(text))
def wait(seconds): time.sleep(seconds)
def spin():
    while True: pass
def spin_for(seconds):
    until = time.monotonic() + seconds
    while time.monotonic() < until: pass
def sum_to(n): return sum(range(n))
def multiply(times):
    import numpy
    a = numpy.ones((1200, 1200))
    for _ in range(times): a @ a
def ping_pong(rounds):
    """Microseconds in which two threads wake each other, the median."""
    there, back = threading.Lock(), threading.Lock()
    there.acquire()
    back.acquire()
    def answer():
        for _ in range(rounds):
            there.acquire()
            back.release()
    threading.Thread(target=answer, daemon=True).start()
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        there.release()
        back.acquire()
        times.append(time.perf_counter() - start)
    times.sort()
    return times[rounds // 2] * 1e6
`;
