/**
 * What the store knows of a run as a whole, and which states may follow which.
 *
 * @module
 */

/**
 * - `running`: a process drives it, or died doing so (its lease tells).
 * - `waiting`: it waits for an answer or for time to pass.
 * - `interrupted`: its process was asked to stop; it can be resumed.
 * - `failed`: an error ended it; it can be resumed once that is mended.
 * - `completed`, `cancelled`: terminal.
 */
export type RunState =
  | "running"
  | "waiting"
  | "interrupted"
  | "failed"
  | "completed"
  | "cancelled";

/** A failure as it is kept. */
export interface FailureRecord {
  readonly kind: string;
  readonly message: string;
  readonly code: string;
  readonly hint?: string;
  /** Encoded `data` of the error; absent when it has none or it cannot be kept. */
  readonly data?: Uint8Array;
  /** `file:line:column`, when known. */
  readonly place?: string;
}

/** One run of a workflow. */
export interface RunRecord {
  readonly id: string;
  readonly workflow: string;
  /** Absolute path of the program. */
  readonly file: string;
  readonly state: RunState;
  /** Encoded list of the arguments, in the order of the workflow's parameters. */
  readonly args: Uint8Array;
  /** Epoch milliseconds. */
  readonly createdMs: number;
  /** Epoch milliseconds of the last change of this record. */
  readonly updatedMs: number;
  /** How often a process took the run up; 1 for a run never resumed. */
  readonly epochs: number;
  /** How often in a row its process died without committing an entry. */
  readonly crashes: number;
  readonly failure?: FailureRecord;
  /** What it waits for, in words, while `waiting`. */
  readonly waitsFor?: string;
}

/** Code of the `cancelled` error of a run whose process was asked to stop (Ctrl-C). */
export const INTERRUPTED = "E0609";

/** Whether a run in this state stays in it for ever. */
export function isTerminal(state: RunState): boolean {
  return state === "completed" || state === "cancelled";
}

/**
 * A new run's id: 12 characters that sort by time of creation, easy to type and to say.
 *
 * @param nowMs epoch milliseconds
 * @param random gives doubles in [0, 1)
 *
 * @example
 * ```ts
 * import { newRunId } from "./run_record.ts";
 * const [a, b] = [newRunId(1_700_000_000_000), newRunId(1_700_000_001_000)];
 * if (!(a < b) || a.length !== 12) throw new Error("ids sort by time");
 * ```
 */
export function newRunId(nowMs: number, random: () => number = Math.random): string {
  // Deciseconds in seven base-32 digits reach beyond the year 2120 before they wrap.
  const time = digits(Math.floor(nowMs / 100) - EPOCH_DECISECONDS, 7);
  return time + digits(Math.floor(random() * 32 ** 5), 5);
}

/** 2020-01-01T00:00:00Z in tenths of a second. */
const EPOCH_DECISECONDS = 15_778_368_000;

/** Crockford's base 32: no i, l, o, u, so an id read aloud is typed right. */
const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";

function digits(value: number, count: number): string {
  let text = "";
  let rest = value;
  for (let i = 0; i < count; i++) {
    text = ALPHABET[((rest % 32) + 32) % 32] + text;
    rest = Math.floor(rest / 32);
  }
  return text;
}
