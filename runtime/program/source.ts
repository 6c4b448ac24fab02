/**
 * Reading the text of programs.
 *
 * @module
 */
import { basename, dirname, join } from "@std/path";
import { nearest } from "../../lang/diagnostics/nearest.ts";

/** A program's text, or why there is none. */
export type Source =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly problem: SourceProblem };

/** Why a file could not be read as a program. */
export interface SourceProblem {
  /** `missing`: no such file; `encoding`: it is not text in UTF-8; `unreadable`: the rest. */
  readonly kind: "missing" | "encoding" | "unreadable";
  /** What is wrong, with the path in it. */
  readonly message: string;
  /** What to do. */
  readonly hint: string;
}

/**
 * Reads a file as the text of a program: UTF-8, a byte order mark at its start left out.
 *
 * @param path the file, as the user named it
 *
 * @example
 * ```ts
 * import { readSource } from "./source.ts";
 * const source = readSource("no/such/file.zixir");
 * if (source.ok || source.problem.kind !== "missing") throw new Error("missing");
 * ```
 */
export function readSource(path: string): Source {
  try {
    return decodeSource(Deno.readFileSync(path), path);
  } catch (error) {
    return { ok: false, problem: problemOf(error, path) };
  }
}

/**
 * Decodes bytes as the text of a program.
 *
 * @param bytes what was read
 * @param path where from, for the message
 */
export function decodeSource(bytes: Uint8Array, path: string): Source {
  try {
    return { ok: true, text: new TextDecoder("utf-8", { fatal: true }).decode(bytes) };
  } catch {
    const at = firstInvalidByte(bytes);
    const line = bytes.subarray(0, at).reduce((lines, byte) => lines + (byte === 10 ? 1 : 0), 1);
    const byte = `0x${bytes[at].toString(16).padStart(2, "0")}`;
    return {
      ok: false,
      problem: {
        kind: "encoding",
        message: `${path} is not text in UTF-8: byte ${byte} in line ${line}`,
        hint: "save it as UTF-8; `file` tells what it is now",
      },
    };
  }
}

/** Index of the first byte that begins no complete UTF-8 sequence; there is one. */
function firstInvalidByte(bytes: Uint8Array): number {
  let low = 0;
  let high = bytes.length;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (decodes(bytes.subarray(0, middle), true)) low = middle;
    else high = middle - 1;
  }
  // The longest prefix that may go on ends within the bad sequence: back to where that begins.
  while (!decodes(bytes.subarray(0, low), false)) low--;
  return low;
}

function decodes(bytes: Uint8Array, mayGoOn: boolean): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes, { stream: mayGoOn });
    return true;
  } catch {
    return false;
  }
}

function problemOf(error: unknown, path: string): SourceProblem {
  if (error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory) {
    return { kind: "missing", message: `no such file: ${path}`, hint: missingHint(path) };
  }
  if (error instanceof Deno.errors.IsADirectory || isFolder(path)) {
    return {
      kind: "unreadable",
      message: `${path} is a directory, not a program`,
      hint: folderHint(path),
    };
  }
  const reason = error instanceof Error ? error.message : String(error);
  const hint = error instanceof Deno.errors.PermissionDenied ||
      error instanceof Deno.errors.NotCapable
    ? "see who may read it"
    : "";
  return { kind: "unreadable", message: `cannot read ${path}: ${reason}`, hint };
}

function missingHint(path: string): string {
  const folder = dirname(path);
  const names = namesIn(folder);
  const near = nearest(basename(path), names);
  if (near !== null) return `did you mean ${join(folder, near)}?`;
  if (names.length === 0 && !isFolder(folder)) return `there is no directory ${folder} either`;
  const programs = names.filter((name) => name.endsWith(".zixir")).slice(0, NAMES_MAX);
  const there = programs.length === 0 ? "no program" : programs.join(", ");
  return `in ${folder === "." ? "this directory" : folder} there is ${there}`;
}

/** Most files named in a hint. */
const NAMES_MAX = 5;

function folderHint(path: string): string {
  const programs = namesIn(path).filter((name) => name.endsWith(".zixir"));
  const first = programs.includes("main.zixir") ? "main.zixir" : programs[0];
  return first === undefined
    ? "name a file; zixir FILE runs a program"
    : `name a file in it, such as ${join(path, first)}`;
}

function namesIn(folder: string): string[] {
  try {
    return [...Deno.readDirSync(folder)].map(({ name }) => name).sort();
  } catch {
    return [];
  }
}

function isFolder(path: string): boolean {
  try {
    return Deno.statSync(path).isDirectory;
  } catch {
    return false;
  }
}
