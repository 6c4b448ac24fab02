/**
 * Which process holds a lease or a lock, and whether that process is known to be gone.
 *
 * @module
 */

/** A process, told apart from a later one with the same number. */
export interface Owner {
  /** Identity of the running system: another boot or another machine has another one. */
  readonly host: string;
  readonly pid: number;
  /** When the process began, in the system's own terms; empty where the system does not tell. */
  readonly started: string;
}

/** The process this code runs in. */
export function thisProcess(): Owner {
  return own ??= { host: hostId(), pid: Deno.pid, started: startOf(Deno.pid) };
}

/**
 * Whether a process has surely ended. False means it lives or nobody here can tell, as for one of
 * another machine: then only its lease's end tells.
 *
 * @param owner the process
 */
export function isGone(owner: Owner): boolean {
  if (owner.host !== hostId()) return false;
  if (owner.pid === Deno.pid) return owner.started !== thisProcess().started;
  if (!isAlive(owner.pid)) return true;
  return owner.started !== "" && startOf(owner.pid) !== owner.started;
}

/** In words, for messages. */
export function ownerText(owner: Owner): string {
  return owner.host === hostId() ? `process ${owner.pid}` : `process ${owner.pid} of another host`;
}

let own: Owner | undefined;

let host: string | undefined;

function hostId(): string {
  return host ??= readText("/proc/sys/kernel/random/boot_id")?.trim() ?? nameOfHost();
}

function nameOfHost(): string {
  try {
    return Deno.hostname();
  } catch {
    return "unknown";
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    // A killed process that nobody waited for yet still has its number.
    return stateOf(pid) !== "Z";
  } catch (error) {
    return (error as { code?: string }).code !== "ESRCH";
  }
}

function startOf(pid: number): string {
  return statFields(pid)?.[19] ?? "";
}

function stateOf(pid: number): string {
  return statFields(pid)?.[0] ?? "";
}

/** Fields of `/proc/PID/stat` from the third on: what stands before may itself hold spaces. */
function statFields(pid: number): string[] | null {
  const text = readText(`/proc/${pid}/stat`);
  return text === null ? null : text.slice(text.lastIndexOf(")") + 2).split(" ");
}

function readText(path: string): string | null {
  try {
    return Deno.readTextFileSync(path);
  } catch {
    return null;
  }
}
