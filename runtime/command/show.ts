/**
 * `zixir show RUN`: what a run has done, step by step.
 *
 * @module
 */
import { inspect } from "../values/print.ts";
import type { Slot } from "../values/slot.ts";
import { decode } from "../store/mod.ts";
import { openQuestions } from "../workflow/approval.ts";
import { type Entry, readJournal } from "../workflow/journal.ts";
import { isTerminal } from "../workflow/run_record.ts";
import { readResult, runStatus } from "../workflow/run_store.ts";
import type { Invocation } from "./command.ts";
import { writeOut } from "./output.ts";
import { bytesText, columns, momentText, spanText, stateText, withStore } from "./run_store.ts";

/** Shows one run. */
export function execute(invocation: Invocation): Promise<number> {
  const [id] = invocation.words;
  return withStore(invocation, async (store) => {
    const status = await runStatus(store, id);
    const { record } = status;
    const { entries } = await readJournal(store, id);
    const questions = isTerminal(record.state) ? [] : await openQuestions(store, id);
    const result = await readResult(store, id);
    const args = decode(record.args) as Slot[];
    if (invocation.flags.has("json")) {
      writeOut(
        JSON.stringify({
          run: record.id,
          workflow: record.workflow,
          file: record.file,
          state: record.state,
          driven: status.isDriven,
          created: new Date(record.createdMs).toISOString(),
          updated: new Date(record.updatedMs).toISOString(),
          taken_up: record.epochs,
          args: args.map((arg) => inspect(arg)),
          ...(result === undefined ? {} : { result: inspect(result) }),
          ...(record.failure === undefined ? {} : { error: errorOf(record.failure) }),
          questions: questions.map(({ path, question }) => ({ at: path, question })),
          steps: entries.map(stepOf),
        }) + "\n",
      );
      return 0;
    }
    writeOut(columns([
      ["run", record.id],
      ["workflow", `${record.workflow}(${args.map((arg) => inspect(arg)).join(", ")})`],
      ["file", record.file],
      ["state", stateText(status)],
      ["started", momentText(record.createdMs)],
      ["changed", momentText(record.updatedMs)],
      ...(record.epochs > 1 ? [["resumed", timesText(record.epochs - 1)]] : []),
      ...(result === undefined ? [] : [["result", shortened(inspect(result))]]),
      ...questions.map(({ question }) => ["waits for", `an answer to: ${question}`]),
    ]));
    if (record.failure !== undefined) {
      const { code, kind, message, place } = record.failure;
      writeOut(
        `error[${code}] (${kind}): ${message}${place === undefined ? "" : ` at ${place}`}\n`,
      );
    }
    if (entries.length > 0) {
      writeOut(
        "\n" + columns([["WHAT", "NAME", "ENDED", "ATTEMPTS", "TOOK", "SIZE"], ...rows(entries)]),
      );
    }
    const next = nextStep(status.isDriven, record.state, questions.length, id);
    if (next !== null) writeOut(`\n${next}\n`);
    return 0;
  });
}

function rows(entries: readonly Entry[]): string[][] {
  return entries.filter(({ kind }) => kind !== "started").flatMap((entry) => {
    const { kind, name, attempts, startMs, endMs, failure } = entry;
    const isStep = kind === "step" || kind === "checkpoint";
    const own = [
      kind,
      name,
      failure !== undefined ? `${failure.kind} error` : kind === "question" ? "asked" : "ok",
      isStep ? String(attempts.length + (failure === undefined ? 1 : 0)) : "",
      isStep || kind === "answer" ? spanText(endMs - startMs) : "",
      entry.value === undefined ? "" : bytesText(sizeOf(entry)),
    ];
    const failed = attempts.map((attempt) => [
      "",
      "",
      attempt.failure === undefined
        ? "its process ended"
        : `${attempt.failure.kind}: ${shortened(attempt.failure.message)}`,
      "",
      attempt.endMs === undefined ? "" : spanText(attempt.endMs - attempt.startMs),
      "",
    ]);
    return [own, ...failed];
  });
}

function stepOf(entry: Entry): Record<string, unknown> {
  const { kind, path, name, startMs, endMs, attempts, failure, count } = entry;
  return {
    kind,
    name,
    path,
    started: new Date(startMs).toISOString(),
    ms: endMs - startMs,
    ok: failure === undefined,
    ...(entry.value === undefined ? {} : { bytes: sizeOf(entry) }),
    ...(count === undefined ? {} : { count }),
    ...(failure === undefined ? {} : { error: errorOf(failure) }),
    failed_attempts: attempts.map((attempt) => ({
      ...(attempt.startMs === 0 ? {} : { started: new Date(attempt.startMs).toISOString() }),
      ...(attempt.endMs === undefined ? { lost: true } : { ms: attempt.endMs - attempt.startMs }),
      ...(attempt.failure === undefined ? {} : { error: errorOf(attempt.failure) }),
    })),
  };
}

function errorOf(failure: NonNullable<Entry["failure"]>): Record<string, unknown> {
  const { kind, message, code, place } = failure;
  return { kind, message, code, ...(place === undefined ? {} : { place }) };
}

function sizeOf({ value }: Entry): number {
  return value instanceof Uint8Array ? value.length : value?.bytes ?? 0;
}

function nextStep(isDriven: boolean, state: string, questions: number, id: string): string | null {
  if (questions > 0) return `answer it: zixir approve ${id}, or zixir approve ${id} --deny`;
  if (isDriven || state === "completed" || state === "cancelled") return null;
  return `go on with it: zixir resume ${id}`;
}

function timesText(count: number): string {
  return count === 1 ? "once" : `${count} times`;
}

function shortened(text: string): string {
  return text.length > 200 ? `${text.slice(0, 199)}…` : text;
}
