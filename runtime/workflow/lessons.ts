/**
 * Lessons of orchestration: workflows and their runs, circuits, the store.
 *
 * @module
 */
import type { CommandLesson, Lesson } from "../../lang/diagnostics/lesson.ts";

/** One lesson for every code of workflows, circuits and the store that the run gives. */
export const orchestrationLessons: readonly (Lesson | CommandLesson)[] = [
  {
    code: "E0600",
    title: "a workflow cannot go on",
    text:
      "Something about the run itself failed, as the message says. What was recorded is safe: " +
      "`zixir show RUN` lists it.",
    wrong: 'raise {kind: "workflow", message: "the report is incomplete"}',
    right: 'try: raise {kind: "workflow", message: "the report is incomplete"}\n' +
      'catch {kind: "workflow", message} => message',
  },
  {
    code: "E0602",
    title: "a circuit is open",
    text:
      "What the circuit guards has failed repeatedly, so calls fail at once instead of waiting " +
      "for it again. `data.retry_after` says when a probe is let through; `retry` waits that long, " +
      "`fallback` goes on without. `zixir doctor` lists circuits that are open.",
    wrong: 'fn call(): circuit("feed", failures: 1) { raise "down" }\n' +
      "fallback(nil) { call() }\ncall()",
    right: 'fn call(): circuit("feed", failures: 1) { raise "down" }\n' +
      'fallback(nil) { call() }\nfallback("yesterday\'s", on: ["circuit_open"]) { call() }',
  },
  {
    code: "E0603",
    title: "the run was taken over by another process",
    text: "This process did not renew its lease in time, perhaps because it was stopped or its " +
      "machine slept, and another one went on with the run. Nothing this one did since was recorded; " +
      "let the other one finish.",
    command: "zixir show RUN",
  },
  {
    code: "E0604",
    title: "the run is being driven by another process",
    text:
      "Two processes can never drive one run. The message names the one that does: wait for it " +
      "to end, or stop it. A process that died is found out when its lease ends, after a few seconds.",
    command: "zixir show RUN",
  },
  {
    code: "E0605",
    title: "a `parallel for` has other items than before",
    text:
      "The set to run was recorded when the run first got there, and after a resume the program " +
      "made another one. Make the set in a step, whose result is recorded.",
    command: "zixir show RUN",
  },
  {
    code: "E0606",
    title: "the run was recorded by other code",
    text:
      "A resumed run goes on from what was recorded, which only fits the code that recorded it. " +
      "The message names the first step that differs: change it back to resume, or start a new run.",
    command: "zixir show RUN",
  },
  {
    code: "E0607",
    title: "no such run",
    text: "The store has no run of that name. `zixir runs` lists those it has; `--store` names " +
      "another store.",
    command: "zixir runs",
  },
  {
    code: "E0608",
    title: "the run has ended already",
    text: "A run that completed, or was cancelled, stays so. Start a new one with `zixir run`.",
    command: "zixir show RUN",
  },
  {
    code: "E0609",
    title: "the run was interrupted",
    text:
      "The process was asked to stop, by Ctrl-C. What was recorded is kept: `zixir resume RUN` " +
      "goes on from there.",
    command: "zixir resume RUN",
  },
  {
    code: "E0610",
    title: "nothing waits for that answer",
    text:
      "The run has no open question, or somebody else answered it first. `zixir show RUN` tells " +
      "what it waits for.",
    command: "zixir show RUN",
  },
  {
    code: "E0611",
    title: "several questions wait",
    text: "Parallel branches of the run each asked something. Name the question to answer with " +
      "`--at`, as the message lists them.",
    command: "zixir approve RUN --at PATH",
  },
  {
    code: "E0612",
    title: "a question outside a workflow",
    text: "`approve` suspends a run until somebody answers, so there must be a run: ask in the " +
      "workflow itself, outside its steps.",
    wrong: 'approve("Send the mails?")',
    right: 'workflow mail():\n  if approve("Send the mails?"): "sent" else: "kept"',
  },
  {
    code: "E0613",
    title: "the process ended while a step was running",
    text:
      "That attempt counts under the step's `@retry`, so a step that kills its process is not " +
      "tried for ever. `zixir show RUN` lists the attempts.",
    command: "zixir show RUN",
  },
  {
    code: "E0614",
    title: "a recorded value is gone",
    text:
      "The run's records name a value that its store no longer has. Somebody changed the store " +
      "by other means; the run cannot be resumed.",
    command: "zixir show RUN",
  },
  {
    code: "E0650",
    title: "the store cannot be opened",
    text: "There is none at the place, its folder cannot be used, or its server is not to be " +
      "reached. `--store` or `ZIXIR_STORE` name another; `zixir doctor` says which one is used.",
    command: "zixir doctor",
  },
  {
    code: "E0651",
    title: "a newer Zixir wrote it",
    text: "Formats only ever grow, and this version does not know that one. Nothing was touched: " +
      "upgrade, or use another store.",
    command: "zixir --version",
  },
  {
    code: "E0652",
    title: "the store is locked",
    text:
      "Another process holds the store file locked and did not let go in time. The last commit " +
      "may or may not have happened; a resumed run finds out.",
    command: "zixir doctor",
  },
  {
    code: "E0653",
    title: "the store may not be written",
    text: "The file or its folder is read-only, or belongs to somebody else. Reading goes on: " +
      "`zixir runs` and `zixir show` work.",
    command: "ls -l .zixir",
  },
  {
    code: "E0654",
    title: "the store, or a value in it, is damaged",
    text: "Everything is stored with a checksum, and one does not fit. A store cut short or " +
      "overwritten is refused as a whole; restore it from a copy. A cached value is computed anew.",
    command: "zixir doctor",
  },
  {
    code: "E0655",
    title: "the disk is full",
    text:
      "Nothing is lost: a commit happens whole or not at all. Free some space and resume the run.",
    command: "df -h .zixir",
  },
  {
    code: "E0656",
    title: "a value that cannot be stored",
    text:
      "Steps, checkpoints and caches keep data: numbers, text, lists, records, values of your " +
      "types. A function or a Python object exists only in its process. The message says where in " +
      "the value it is; return data, or save the object to a file and return its path.",
    wrong: 'cached("double") { x => x * 2 }',
    right: 'let factor = cached("factor") { 2 }\n(x => x * factor)(21)',
  },
  {
    code: "E0657",
    title: "a stored value of a type that has changed",
    text:
      "A value was stored by a program whose constructor had other fields. Change the type back " +
      "to read it, or start a new run.",
    command: "zixir show RUN",
  },
];
