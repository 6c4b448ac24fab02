/**
 * What each code of the specialist means and what to do: what `zixir explain E0504` tells.
 *
 * @module
 */
import type { PythonErrorCode } from "./errors.ts";

/** The lesson of one code; without programs where something outside a program brings it about. */
export interface PythonLesson {
  /** The code. */
  readonly code: PythonErrorCode;
  /** What is wrong, in a few words. */
  readonly title: string;
  /** Why it is wrong and what to do, in a few sentences. */
  readonly text: string;
  /** A program that fails with the code. */
  readonly wrong?: string;
  /** The program mended. */
  readonly right?: string;
}

/** One lesson for every code of the specialist. */
export const pythonLessons: readonly PythonLesson[] = [
  {
    code: "E0501",
    title: "a Python exception",
    text:
      "Python raised what the message says. `catch` sees it with kind `python`; `data.type` is the " +
      "name of the exception, `data.message` its text, `data.traceback` the way to it in Python.",
    wrong: 'python "json" "loads" ("{broken")',
    right: 'try: python "json" "loads" ("{broken")\n' +
      'catch {kind: "python", data: {type: "JSONDecodeError"}} => nil',
  },
  {
    code: "E0502",
    title: "no usable Python found",
    text:
      "Zixir looked for CPython 3.10 or newer in the places listed and found none that serves. Install " +
      "one, or set ZIXIR_PYTHON to the path of the interpreter. If ZIXIR_PYTHON is set already, then " +
      "only that one is tried, so that another does not take its place unseen.",
  },
  {
    code: "E0503",
    title: "Python could not be started",
    text:
      "An interpreter was found, but not started: its shared library is missing parts or belongs to " +
      "another version, or this process runs another Python already. `zixir doctor` shows which one " +
      "was found; set ZIXIR_PYTHON to choose another.",
  },
  {
    code: "E0504",
    title: "a Python module is not installed",
    text:
      "The interpreter in use has no module of that name. The hint is the command that installs " +
      "it there; a package's name may differ from its module's. `zixir doctor` shows which " +
      "interpreter it is: perhaps not the environment that you meant.",
    wrong: 'python "no_such_module_at_all" "f" ()',
    right: 'python "math" "gcd" (12, 18)',
  },
  {
    code: "E0505",
    title: "a value that cannot go to Python",
    text:
      "Numbers, strings, bytes, lists, maps, tuples, times, functions and Python objects can be " +
      "passed, nested at most 1000 deep. Values of your own types have no counterpart in Python: " +
      "pass their fields.",
    wrong: 'type Point = Point(x: Int, y: Int)\npython "builtins" "str" (Point(1, 2))',
    right: 'python "builtins" "str" ({x: 1, y: 2})',
  },
  {
    code: "E0506",
    title: "an object that cannot leave its Python process",
    text:
      "A call under a memory limit runs in a process of its own, and its result has to be copied out " +
      "of it by Python's pickle. Locks, open files, connections and generators cannot be copied. Have " +
      "the call give values, or make it outside the limit.",
    wrong: 'limit(memory: 256MB) { python "threading" "Lock" () }',
    right: 'python "threading" "Lock" ()',
  },
  {
    code: "E0507",
    title: "a Python worker process died",
    text:
      "The process that made this call crashed or left, with the signal or the status in the message. " +
      "Only the calls in it are lost; the next one gets a new process. A crash in a library is " +
      "often cured by another version of it.",
    wrong: 'limit(memory: 256MB) { python "os" "_exit" (3) }',
    right: 'limit(memory: 256MB) { python "os" "getpid" () > 0 }',
  },
  {
    code: "E0508",
    title: "Python workers died too often",
    text:
      "More than three worker processes died within five seconds, so no more are started until the " +
      "five seconds are over. What kills them is told by the errors before this one.",
  },
  {
    code: "E0509",
    title: "a Python call took too long",
    text:
      "The time of the block around the call was up. Python code was interrupted. Code in C that " +
      "does not come back to Python cannot be interrupted, and its thread is used again when it " +
      "returns; under a memory limit the call has a process of its own, which is killed.",
  },
  {
    code: "E0510",
    title: "a Python call was cancelled",
    text:
      "The block that made the call was stopped from outside: a sibling in `parallel` failed, or " +
      "the run was cancelled.",
  },
  {
    code: "E0511",
    title: "a Python call needed more memory than its limit",
    text:
      "`limit(memory: ...)` bounds what the call may allocate beyond what its process used before. " +
      "The same kind tells that the system killed the process, which it does when memory runs out.",
    wrong: 'limit(memory: 64MB) { python "builtins" "bytearray" (256 * 1024 * 1024) }',
    right: 'limit(memory: 64MB) { python "builtins" "bytearray" (1024) }',
  },
  {
    code: "E0512",
    title: "Python was used in a way it cannot be",
    text:
      "Python was closed, an object was released or belongs to another Python, a function that waits " +
      "was called by Python in a call that cannot wait, a function was called after the call it was " +
      "given to had ended, or a call that cannot wait was the first to a Python that runs in worker " +
      "processes only.",
  },
  {
    code: "E0513",
    title: "Python needs a permission",
    text:
      "Python is loaded as a native library, and started once to ask it for its version, so Deno must " +
      "allow both: --allow-ffi and --allow-run, or -A.",
  },
];
