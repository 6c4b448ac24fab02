import { assert, assertEquals, assertThrows } from "@std/assert";
import { readArguments } from "./arguments.ts";
import { type Command, type Invocation, UsageError } from "./command.ts";
import { JSON_FLAG, PROGRAM_FLAGS } from "./flags.ts";

const nothing = () => Promise.resolve({ execute: () => Promise.resolve(0) });
const COMMANDS: readonly Command[] = [
  {
    name: "run",
    usage: "FILE [WORKFLOW] [--param value ...]",
    doc: "Run a program",
    flags: [...PROGRAM_FLAGS, JSON_FLAG],
    words: { min: 1, max: 2 },
    takesParams: true,
    load: nothing,
  },
  {
    name: "eval",
    usage: "SOURCE | -",
    doc: "Run a text",
    flags: [...PROGRAM_FLAGS, JSON_FLAG],
    words: { min: 1, max: 1 },
    load: nothing,
  },
];

function read(...argv: string[]): Invocation {
  const request = readArguments(argv, COMMANDS, (word) => word === "prog");
  assert(request.kind === "run");
  return request.invocation;
}

function refused(...argv: string[]): [string, string] {
  const error = assertThrows(() => readArguments(argv, COMMANDS, () => false), UsageError);
  return [error.message, error.hint];
}

Deno.test("readArguments() takes a file name for run, a word that is none for a mistyped command", () => {
  for (const argv of [["a.zixir"], ["./a"], ["prog"], ["run", "a.zixir"]]) {
    assertEquals(read(...argv).command.name, "run");
  }
  assertEquals(read("./a").words, ["./a"]);
  assertEquals(refused("evl")[0], 'unknown command "evl"');
});

Deno.test("readArguments() leaves the word behind a switch alone, also true and numbers", () => {
  assertEquals(read("eval", "--json", "true").words, ["true"]);
  assertEquals(read("--json", "eval", "007").words, ["007"]);
  assertEquals(read("eval", "--allow-net", "1 + 1").words, ["1 + 1"]);
  assertEquals(read("-A", "a.zixir").words, ["a.zixir"]);
});

Deno.test("readArguments() takes a program that begins with a dash for what it is", () => {
  assertEquals(read("eval", "-5 + 3").words, ["-5 + 3"]);
  assertEquals(read("eval", "-").words, ["-"]);
  assertEquals(read("eval", "-(1)").words, ["-(1)"]);
  assertEquals(read("eval", "--json", "-1").words, ["-1"]);
});

Deno.test("readArguments() reads values of flags, in both forms, the last one winning", () => {
  assertEquals(read("run", "--store", "x.db", "a.zixir").flags.get("store"), "x.db");
  assertEquals(read("--store=x.db", "a.zixir").words, ["a.zixir"]);
  assertEquals(read("--store", "run", "a.zixir").flags.get("store"), "run");
  assertEquals(read("a.zixir", "--store=1", "--store", "2").flags.get("store"), "2");
  assertEquals(refused("run", "a.zixir", "--store")[0], "--store needs a value");
  assertEquals(refused("eval", "1", "--json=no")[0], "--json takes no value");
});

Deno.test("readArguments() keeps flags it does not know as parameters, texts as they are", () => {
  const { params, words, flags } = read(
    ...[
      "run",
      "a.zixir",
      "nightly",
      "--day",
      "2026-01-01",
      "--n=007",
      "--t",
      "-5",
      "--json",
      "--dry",
      "--x-y=a=b",
    ],
  );
  assertEquals(words, ["a.zixir", "nightly"]);
  assertEquals([...flags.keys()], ["json"]);
  assertEquals(params, [
    { name: "day", value: "2026-01-01" },
    { name: "n", value: "007" },
    { name: "t", value: "-5" },
    { name: "dry", value: null },
    { name: "x-y", value: "a=b" },
  ]);
});

Deno.test("readArguments() hands over what stands behind -- unread", () => {
  const { words, rest } = read("a.zixir", "--", "--json", "-x", "b");
  assertEquals([words, rest], [["a.zixir"], ["--json", "-x", "b"]]);
});

Deno.test("readArguments() gathers permissions; --allow-x without names grants all of the kind", () => {
  const { permissions } = read("a.zixir", "--allow-net=a,b", "--allow-net=c", "--allow-read");
  assertEquals([permissions.net, permissions.read, permissions.write], [
    ["a", "b", "c"],
    true,
    false,
  ]);
  assertEquals(read("-A", "a.zixir").permissions.run, true);
  assertEquals(read("-A", "--deny-python", "a.zixir").permissions.python, false);
  assertEquals(read("-A", "--allow-python=math", "a.zixir").permissions.python, ["math"]);
});

Deno.test("readArguments() names the nearest flag, and how the command is used", () => {
  assertEquals(refused("eval", "1", "--jsn"), ["unknown flag --jsn", "did you mean --json?"]);
  assertEquals(refused("eval"), ["zixir eval needs a SOURCE", "usage: zixir eval SOURCE | -"]);
  assertEquals(refused("eval", "1", "2")[0], 'zixir eval does not know what to do with "2"');
});

Deno.test("readArguments() finds help and version wherever they stand", () => {
  const kind = (...argv: string[]) => readArguments(argv, COMMANDS, () => false).kind;
  for (const argv of [[], ["-h"], ["--help"], ["help"], ["eval", "--help"], ["help", "eval"]]) {
    assertEquals(kind(...argv), "help");
  }
  for (const argv of [["-V"], ["--version"], ["eval", "--version"]]) {
    assertEquals(kind(...argv), "version");
  }
});
