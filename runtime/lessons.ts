/**
 * Lessons of the run: what each kind of failure means, and how a program deals with it.
 *
 * @module
 */
import type { CommandLesson, Lesson } from "../lang/diagnostics/lesson.ts";

/** One lesson for every code of run time, of permissions and of limits. */
export const runtimeLessons: readonly (Lesson | CommandLesson)[] = [
  {
    code: "E0300",
    title: "an error of the program's own kind",
    text:
      "The program raised a record with a kind that is not one of Zixir's. Whoever calls what " +
      "raised it catches it by that kind; an error nobody catches ends the program.",
    wrong: 'raise {kind: "quota", message: "too many requests"}',
    right: 'try: raise {kind: "quota", message: "too many requests"}\n' +
      'catch {kind: "quota", message} => message',
  },
  {
    code: "E0301",
    title: "arithmetic without a result",
    text:
      "Dividing by zero, the remainder of it, the root of a negative number and the like have " +
      "no result, so they are errors rather than nan. Test the operand first, or catch kind " +
      '"arithmetic".',
    wrong: "fn mean(xs): sum(xs) / len(xs)\nmean([])",
    right: "fn mean(xs): if len(xs) == 0: nil else: sum(xs) / len(xs)\nmean([]) ?? 0.0",
  },
  {
    code: "E0302",
    title: "an index or key that is not there",
    text:
      "`xs[i]` and `m[key]` are for what must be there, so a missing one is an error that says " +
      "what there is. Where nothing is an ordinary answer, `list.get` and `map.get` give nil, and " +
      "`??` puts something in its place.",
    wrong: 'let stock = {"apples": 3}\nstock["pears"]',
    right: 'let stock = {"apples": 3}\nmap.get(stock, "pears") ?? 0',
  },
  {
    code: "E0303",
    title: "a value of another type",
    text:
      "Values of type Any (JSON, Python, CSV) are checked where they are used. `value as Type` " +
      "checks all of one at once, and lists every place that does not fit.",
    wrong: 'let order = json.parse("{\\"qty\\": \\"3\\"}")\norder.qty * 2',
    right: 'let order = json.parse("{\\"qty\\": 3}") as {qty: Int}\norder.qty * 2',
  },
  {
    code: "E0304",
    title: "no pattern fits",
    text: "A match over values whose type only the run knows met one that no clause takes, or a " +
      "`let` took apart a value of another shape. A last clause `_ =>` takes all others.",
    wrong: 'match json.parse("3") { 1 => "one", 2 => "two" }',
    right: 'match json.parse("3") { 1 => "one", 2 => "two", other => "number ${other}" }',
  },
  {
    code: "E0305",
    title: "a file or command could not be used",
    text:
      "The file, folder or command is not there, or the system does not give it to this user. " +
      "`data` has the path and a reason: not_found, denied, is_folder, not_folder, exists, " +
      "not_text, not_empty.",
    wrong: 'file.read("settings.json")',
    right: 'if file.exists("settings.json"): file.read("settings.json") else: "{}"',
  },
  {
    code: "E0306",
    title: "a request failed",
    text:
      "The server answered with a status of 400 or more, or could not be reached at all (then " +
      "`status` in `data` is nil). `retry(3) { ... }` tries again and waits as long as the server " +
      "asks; `check: false` gives any answer back.",
    wrong: 'http.get("https://api.example/missing").body',
    right: 'let answer = http.get("https://api.example/missing", check: false)\nanswer.status',
  },
  {
    code: "E0307",
    title: "the program raised an error",
    text:
      '`raise "text"` makes an error of kind "user". Whoever can deal with it catches it; nobody ' +
      "did.",
    wrong: 'fn load(path):\n  raise "no data in ${path}"\nload("a.csv")',
    right: 'fn load(path):\n  raise "no data in ${path}"\n' +
      'try: load("a.csv")\ncatch {kind: "user", message} => message',
  },
  {
    code: "E0308",
    title: "an argument that makes no sense",
    text:
      "The argument has the right type, and still there is no answer: a text that is no number " +
      "or no JSON, the least of an empty list, a negative count. The message says which argument " +
      'and why; kind is "value".',
    wrong: 'int("12 apples")',
    right: 'try: int("12 apples")\ncatch {kind: "value"} => 0',
  },
  {
    code: "E0309",
    title: "an assertion does not hold",
    text:
      "`assert(condition, message)` states what must be true at that place. It was not: either " +
      "the data are not what the program expects, or the program is wrong.",
    wrong: 'let rows = []\nassert(len(rows) > 0, "the feed is empty")',
    right: 'let rows = [1]\nassert(len(rows) > 0, "the feed is empty")',
  },
  {
    code: "E0310",
    title: "a command ended with a code other than 0",
    text:
      "`process.run` was asked to check, and the command said it failed. `data` has its code, " +
      "output and errors; without `check: true` they are given back like any result.",
    wrong: 'process.run("false", check: true)',
    right: 'process.run("false").code',
  },
  {
    code: "E0399",
    title: "a fault of Zixir itself",
    text:
      "Something happened that must not, whatever the program does. Please report it with the " +
      "program and what `zixir doctor` shows.",
    command: "zixir doctor",
  },
  {
    code: "E0700",
    title: "something that was not granted",
    text:
      "A program may touch files, the network, child processes and the environment only where " +
      "that was granted. The hint names the flag: `--allow-read=data`, `--allow-net=host`, ..., or " +
      "`-A` for everything.",
    wrong: 'file.read("notes.txt")',
    right: 'try: file.read("notes.txt")\ncatch {kind: "permission"} => "not allowed"',
  },
  {
    code: "E0701",
    title: "a limit was reached",
    text:
      "A block used more memory, time or calls than its `limit` allows, or a value would have " +
      "grown beyond what the machine can hold. The process lives on; `data.limit` says which.",
    wrong: "limit(calls: 100) {\n  fn work(n): n + 1\n  for i in 0..1000: work(i)\n}",
    right: "limit(calls: 10_000) {\n  fn work(n): n + 1\n  for i in 0..1000: work(i)\n}",
  },
  {
    code: "E0702",
    title: "a block took too long",
    text:
      "`timeout(d) { ... }` or a `timeout:` argument stopped it. Give it more time, do less, or " +
      "go on without it: `fallback(value) { timeout(d) { ... } }`.",
    wrong: "timeout(10ms) { sleep(1m) }",
    right: 'fallback("late", on: ["timeout"]) { timeout(10ms) { sleep(1m) \n "in time" } }',
  },
  {
    code: "E0703",
    title: "the work was cancelled",
    text:
      "Somebody ended it: Ctrl-C, `zixir cancel`, or a sibling in `parallel` that failed. Such " +
      "an error is not retried.",
    wrong: 'raise {kind: "cancelled", message: "stopped by hand"}',
    right: 'try: raise {kind: "cancelled", message: "stopped by hand"}\n' +
      'catch {kind: "cancelled"} => "stopped"',
  },
  {
    code: "E0704",
    title: "recursion too deep",
    text: "Functions called each other so deep that the stack is used up. A function whose last " +
      "act is to call itself does not use the stack: carry what was computed so far in an argument.",
    wrong: "fn count(n): if n == 0: 0 else: 1 + count(n - 1)\ncount(10_000_000)",
    right: "fn count(n, acc = 0): if n == 0: acc else: count(n - 1, acc + 1)\ncount(10_000)",
  },
];
