/**
 * The table of commands. Each one's code is loaded when it is run, so that starting a program costs
 * nothing of the rest.
 *
 * @module
 */
import type { Command } from "./command.ts";
import { JSON_FLAG } from "./flags.ts";

/** Every command, in the order of the help. */
export const COMMANDS: readonly Command[] = [
  {
    name: "doctor",
    usage: "",
    doc: "Show what was found on this machine: engine, Python, store",
    flags: [JSON_FLAG],
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
