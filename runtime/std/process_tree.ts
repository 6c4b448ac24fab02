/**
 * A process and all that it started: ending a shell must end what the shell runs.
 *
 * @module
 */

/** A process, told apart from a later one with the same number where the system says how. */
export interface Member {
  readonly pid: number;
  /** When it began, in the system's own terms; empty where the system does not tell. */
  readonly started: string;
}

/**
 * A process and its descendants, as far as they live and have not been let go by their parents.
 *
 * @param root number of the process
 * @returns it first; alone where the system cannot be asked
 * @example
 * ```ts
 * import { processTree } from "./process_tree.ts";
 *
 * const [first] = await processTree(Deno.pid);
 * if (first.pid !== Deno.pid) throw new Error("the process itself comes first");
 * ```
 */
export async function processTree(root: number): Promise<Member[]> {
  const rows = Deno.build.os === "linux" ? fromProc() : await fromPs();
  const tree: Member[] = [{ pid: root, started: rows.get(root)?.started ?? "" }];
  for (const { pid } of tree) {
    for (const [child, { parent, started }] of rows) {
      if (parent === pid) tree.push({ pid: child, started });
    }
  }
  return tree;
}

/** Sends a signal to those that still live. */
export function signalAll(members: readonly Member[], signal: Deno.Signal): void {
  for (const { pid, started } of members) {
    if (started !== "" && rowOf(pid)?.started !== started) continue;
    try {
      Deno.kill(pid, signal);
    } catch {
      // It has ended by itself.
    }
  }
}

interface Row {
  readonly parent: number;
  readonly started: string;
}

function fromProc(): Map<number, Row> {
  const rows = new Map<number, Row>();
  try {
    for (const { name } of Deno.readDirSync("/proc")) {
      const row = /^\d+$/.test(name) ? rowOf(Number(name)) : null;
      if (row !== null) rows.set(Number(name), row);
    }
  } catch {
    // Not to be read here: then the process stands alone.
  }
  return rows;
}

function rowOf(pid: number): Row | null {
  if (Deno.build.os !== "linux") return null;
  try {
    const text = Deno.readTextFileSync(`/proc/${pid}/stat`);
    // The name in parentheses may itself hold spaces.
    const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
    return { parent: Number(fields[1]), started: fields[19] };
  } catch {
    return null;
  }
}

async function fromPs(): Promise<Map<number, Row>> {
  const rows = new Map<number, Row>();
  try {
    const { stdout } = await new Deno.Command("ps", { args: ["-A", "-o", "pid=,ppid="] }).output();
    for (const [, pid, parent] of new TextDecoder().decode(stdout).matchAll(/(\d+)\s+(\d+)/g)) {
      rows.set(Number(pid), { parent: Number(parent), started: "" });
    }
  } catch {
    // No such command: then the process stands alone.
  }
  return rows;
}
