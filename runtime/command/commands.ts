/**
 * The table of commands. Each one's code is loaded when it is run, so that starting a program costs
 * nothing of the rest.
 *
 * @module
 */
import type { Command } from "./command.ts";
import { EXPLAIN_CACHE_FLAG, JSON_FLAG, PROGRAM_FLAGS, QUIET_FLAG, STORE_FLAG } from "./flags.ts";

/** Every command, in the order of the help. */
export const COMMANDS: readonly Command[] = [
  {
    name: "run",
    usage: "FILE [WORKFLOW] [--param value ...]",
    doc: "Run a program (short: zixir FILE), or one of its workflows",
    flags: [
      ...PROGRAM_FLAGS,
      JSON_FLAG,
      { name: "params", value: "JSON", doc: "Parameters of the workflow as one JSON object" },
      EXPLAIN_CACHE_FLAG,
    ],
    words: { min: 1, max: 2 },
    takesParams: true,
    load: () => import("./run.ts"),
  },
  {
    name: "eval",
    usage: "SOURCE | -",
    doc: "Run a text, or standard input",
    flags: [...PROGRAM_FLAGS, JSON_FLAG],
    words: { min: 1, max: 1 },
    completes: "none",
    load: () => import("./eval.ts"),
  },
  {
    name: "check",
    usage: "FILE... [--types]",
    doc: "Find what is wrong with programs, without running them",
    flags: [
      { name: "types", doc: "Show the types that were inferred" },
      JSON_FLAG,
      QUIET_FLAG,
    ],
    words: { min: 1, max: Infinity },
    load: () => import("./check.ts"),
  },
  {
    name: "explain",
    usage: "[CODE]",
    doc: "Tell what a code such as E0220 means, with a program; without one list all",
    flags: [JSON_FLAG],
    words: { min: 0, max: 1 },
    completes: "none",
    load: () => import("./explain.ts"),
  },
  {
    name: "runs",
    usage: "",
    doc: "List the runs of workflows",
    flags: [STORE_FLAG, JSON_FLAG],
    words: { min: 0, max: 0 },
    completes: "none",
    load: () => import("./runs.ts"),
  },
  {
    name: "show",
    usage: "RUN",
    doc: "Show what a run has done, step by step",
    flags: [STORE_FLAG, JSON_FLAG],
    words: { min: 1, max: 1 },
    completes: "none",
    load: () => import("./show.ts"),
  },
  {
    name: "resume",
    usage: "RUN | --all",
    doc: "Go on with a run where it stopped",
    flags: [
      { name: "all", doc: "Go on with every run that no process drives any more" },
      EXPLAIN_CACHE_FLAG,
      ...PROGRAM_FLAGS,
      JSON_FLAG,
    ],
    words: { min: 0, max: 1 },
    completes: "none",
    load: () => import("./resume.ts"),
  },
  {
    name: "graph",
    usage: "FILE [WORKFLOW]",
    doc: "Draw the steps of a workflow, and say when schedules are due",
    flags: [{ name: "format", value: "text|mermaid|dot", doc: "How to draw (default: text)" }],
    words: { min: 1, max: 2 },
    load: () => import("./graph.ts"),
  },
  {
    name: "cancel",
    usage: "RUN",
    doc: "End a run for good",
    flags: [STORE_FLAG],
    words: { min: 1, max: 1 },
    completes: "none",
    load: () => import("./cancel.ts"),
  },
  {
    name: "approve",
    usage: "RUN [--deny]",
    doc: "Answer the question a run waits with",
    flags: [
      { name: "deny", doc: "Answer no" },
      { name: "at", value: "PATH", doc: "Which question, when the run waits with several" },
      STORE_FLAG,
    ],
    words: { min: 1, max: 1 },
    completes: "none",
    load: () => import("./approve.ts"),
  },
  {
    name: "cache",
    usage: "stats|clear",
    doc: "Count the cached values, or delete them all",
    flags: [STORE_FLAG, JSON_FLAG],
    words: { min: 1, max: 1 },
    completes: ["stats", "clear"],
    load: () => import("./cache.ts"),
  },
  {
    name: "doctor",
    usage: "",
    doc: "Show what was found on this machine: engine, Python, store",
    flags: [STORE_FLAG, JSON_FLAG],
    words: { min: 0, max: 0 },
    completes: "none",
    load: () => import("./doctor.ts"),
  },
  {
    name: "init",
    usage: "[DIR]",
    doc: "Write a first program into a directory",
    flags: [],
    words: { min: 0, max: 1 },
    completes: "folders",
    load: () => import("./init.ts"),
  },
  {
    name: "completions",
    usage: "bash|zsh|fish",
    doc: "Write the completion script of a shell",
    flags: [],
    words: { min: 1, max: 1 },
    completes: ["bash", "zsh", "fish"],
    load: () => import("./completions.ts"),
  },
];
