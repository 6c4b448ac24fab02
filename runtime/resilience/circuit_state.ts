/**
 * What a circuit knows and decides, without clock or store: pure functions over one record.
 *
 * @module
 */

/** When a circuit opens and for how long. */
export interface CircuitOptions {
  /**
   * Opens after so many failures: within `withinMs` where that is given, else in a row. Takes the
   * place of the ratio.
   */
  readonly failures?: number;
  /** Calls longer ago do not count, milliseconds. */
  readonly withinMs?: number;
  /** Opens when this part of the last calls failed; 0.5 by default. */
  readonly ratio?: number;
  /** How many of the last calls count; 20 by default. */
  readonly window?: number;
  /** Fewer calls do not open it, however many failed; 5 by default. */
  readonly minCalls?: number;
  /** Milliseconds it stays open before a probe is let through; 30,000 by default. */
  readonly resetMs?: number;
}

/** The state of a circuit. */
export interface CircuitState {
  /** `closed` lets calls through, `open` refuses them, `half_open` waits for its probe. */
  readonly status: "closed" | "open" | "half_open";
  /** Epoch milliseconds when it opened, or when the probe began. */
  readonly at: number;
  /** The last calls, oldest first. */
  readonly calls: readonly { readonly at: number; readonly ok: boolean }[];
}

/** The state of a circuit nobody used. */
export const closed: CircuitState = { status: "closed", at: 0, calls: [] };

/** What a call that wants to pass is told. */
export type Decision =
  | { readonly state: "closed" | "probe" }
  | { readonly state: "open"; readonly waitMs: number };

/** How a call ended. */
export interface CallOutcome {
  readonly ok: boolean;
  /** It was cancelled, which says nothing about what it called. */
  readonly cancelled: boolean;
  /** It was the probe of a half open circuit. */
  readonly probe: boolean;
  /** Epoch milliseconds. */
  readonly at: number;
}

/**
 * Whether a call may pass.
 *
 * @param state the circuit
 * @param options when it opens and for how long
 * @param now epoch milliseconds
 */
export function decide(state: CircuitState, options: CircuitOptions, now: number): Decision {
  if (state.status === "closed") return { state: "closed" };
  const resetMs = options.resetMs ?? RESET_MS;
  const waitMs = state.at + resetMs - now;
  // A clock that was set back must not keep the circuit open for longer than its reset time.
  if (waitMs > 0 && waitMs <= resetMs) return { state: "open", waitMs };
  return { state: "probe" };
}

/**
 * The circuit after a call.
 *
 * @param state the circuit before
 * @param outcome how the call ended
 * @param options when the circuit opens
 */
export function record(
  state: CircuitState,
  outcome: CallOutcome,
  options: CircuitOptions,
): CircuitState {
  if (outcome.probe && state.status === "half_open") {
    // A cancelled probe leaves the circuit open, but the next call may probe at once.
    if (outcome.cancelled) return { ...state, status: "open", at: 0 };
    return outcome.ok ? closed : { ...state, status: "open", at: outcome.at };
  }
  // A call that began before the circuit opened tells nothing new.
  if (state.status !== "closed" || outcome.cancelled) return state;
  const keep = Math.max(options.window ?? WINDOW, options.failures ?? 0);
  const calls = [...state.calls, { at: outcome.at, ok: outcome.ok }].slice(-keep);
  const opens = !outcome.ok && isFailing(calls, options, outcome.at);
  return opens ? { status: "open", at: outcome.at, calls } : { status: "closed", at: 0, calls };
}

function isFailing(calls: CircuitState["calls"], options: CircuitOptions, now: number): boolean {
  const { failures, withinMs = Infinity, ratio = 0.5, minCalls = 5 } = options;
  const recent = calls.filter(({ at }) => at > now - withinMs);
  const failed = recent.filter(({ ok }) => !ok).length;
  if (failures === undefined) return recent.length >= minCalls && failed >= ratio * recent.length;
  if (options.withinMs !== undefined) return failed >= failures;
  return recent.length >= failures && recent.slice(-failures).every(({ ok }) => !ok);
}

const WINDOW = 20;

const RESET_MS = 30_000;
