/**
 * Reading the text of programs. What to say beyond what is wrong is worked out in
 * `source_hint.ts`, which a program that can be read does not load.
 *
 * @module
 */
/** A program's text, or why there is none. */
export type Source =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly problem: SourceProblem };

/** Why a file could not be read as a program. */
export interface SourceProblem {
  /** `encoding`: it is there and no text in UTF-8; `unreadable`: all else. */
  readonly kind: "missing" | "directory" | "encoding" | "unreadable";
  /** What is wrong, with the path in it. */
  readonly message: string;
  /** The file, as the user named it. */
  readonly path: string;
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
        path,
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
    return { kind: "missing", message: `no such file: ${path}`, path };
  }
  if (error instanceof Deno.errors.IsADirectory || isDirectory(path)) {
    return { kind: "directory", message: `${path} is a directory, not a program`, path };
  }
  const reason = error instanceof Error ? error.message : String(error);
  return { kind: "unreadable", message: `cannot read ${path}: ${reason}`, path };
}

function isDirectory(path: string): boolean {
  try {
    return Deno.statSync(path).isDirectory;
  } catch {
    return false;
  }
}
