/**
 * Questions a run asks people: asked once, answered once, kept in the store.
 *
 * @module
 */
import { currentScope } from "../resilience/scope.ts";
import type { Store } from "../store/mod.ts";
import { ZixirError } from "../values/error.ts";
import { liveOwner } from "./lease.ts";
import { readJournal } from "./journal.ts";
import { answerKey, readRow } from "./keys.ts";
import { isTerminal } from "./run_record.ts";
import { hasEnded, readRun } from "./run_store.ts";

/** An answer somebody gave. */
export interface Answer {
  readonly approved: boolean;
  /** Epoch milliseconds. */
  readonly atMs: number;
}

/** A question not yet answered. */
export interface OpenQuestion {
  /** Where in the run it was asked. */
  readonly path: string;
  readonly question: string;
  /** Epoch milliseconds. */
  readonly askedMs: number;
}

/** How often a waiting run looks for its answer, milliseconds. */
export const POLL_MS = 200;

/**
 * Waits until a question is answered.
 *
 * @param store where the run is
 * @param runId the run
 * @param path where it was asked
 * @param untilMs epoch milliseconds after which it is too late; Infinity for never
 * @returns the answer, or null when it came to be too late
 */
export async function awaitAnswer(
  store: Store,
  runId: string,
  path: string,
  untilMs: number,
): Promise<Answer | null> {
  for (;;) {
    const found = await readRow<Answer>(store, answerKey(runId, path));
    if (found !== null) return found.value;
    const left = untilMs - Date.now();
    if (left <= 0) return null;
    await currentScope().sleep(Math.min(POLL_MS, left));
  }
}

/**
 * The questions of a run that nobody answered yet, oldest first.
 *
 * @param store where the run is
 * @param runId the run
 */
export async function openQuestions(store: Store, runId: string): Promise<OpenQuestion[]> {
  const { entries } = await readJournal(store, runId);
  const settled = new Set(entries.filter((e) => e.kind === "answer").map((e) => e.path));
  const open: OpenQuestion[] = [];
  for (const { kind, path, name, startMs } of entries) {
    if (kind !== "question" || settled.has(path)) continue;
    if (await store.get(answerKey(runId, path)) !== null) continue;
    open.push({ path, question: name, askedMs: startMs });
  }
  return open;
}

/**
 * Answers the question a run waits with.
 *
 * @param store where the run is
 * @param runId the run
 * @param approved the answer
 * @param at path of the question, when the run waits with several
 * @returns the question answered, and whether a process is there to go on with the run
 * @throws {ZixirError} kind `workflow`: no such run (E0607), it has ended (E0608), nothing to answer
 *   (E0610), several questions and none chosen (E0611)
 */
export async function answer(
  store: Store,
  runId: string,
  approved: boolean,
  at?: string,
): Promise<{ readonly question: OpenQuestion; readonly isDriven: boolean }> {
  const record = await readRun(store, runId);
  if (isTerminal(record.state)) throw hasEnded(record);
  const open = await openQuestions(store, runId);
  const chosen = at === undefined ? open : open.filter(({ path }) => path === at);
  if (chosen.length === 0) {
    throw new ZixirError("workflow", `run ${runId} has no question waiting for an answer`, {
      code: "E0610",
      hint: `zixir show ${runId} tells what was asked and answered`,
    });
  }
  if (chosen.length > 1) {
    const list = chosen.map(({ path, question }) => `--at "${path}"  ${question}`).join("\n");
    throw new ZixirError("workflow", `run ${runId} waits with ${chosen.length} questions`, {
      code: "E0611",
      hint: `choose one:\n${list}`,
    });
  }
  const [question] = chosen;
  const key = answerKey(runId, question.path);
  const given: Answer = { approved, atMs: Date.now() };
  const version = await store.commit({
    checks: [{ key, version: null }],
    sets: [{ key, value: { ...given } }],
  });
  if (version === null) {
    throw new ZixirError("workflow", `run ${runId} was answered by somebody else just now`, {
      code: "E0610",
    });
  }
  return { question, isDriven: await liveOwner(store, runId) !== null };
}
