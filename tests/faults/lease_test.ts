import { DatabaseSync } from "node:sqlite";
import { assertEquals, assertStringIncludes } from "@std/assert";
import { openStore } from "../../runtime/store/mod.ts";
import { readJournal } from "../../runtime/workflow/journal.ts";
import { listRuns, readResult } from "../../runtime/workflow/run_store.ts";

const CLI = new URL("../../cli.ts", import.meta.url).pathname;
const PROGRAM = new URL("./programs/slow.zixir", import.meta.url).pathname;
const LEASE_MS = 400;

/** A folder with a store, and processes that drive the run in it. */
class World {
  readonly folder: string = Deno.makeTempDirSync({ prefix: "zixir_lease_" });
  readonly store: string = `${this.folder}/store.db`;

  start(...words: string[]): Deno.ChildProcess {
    return new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", "--quiet", CLI, ...words, "--store", this.store],
      env: { MARKS: `${this.folder}/marks`, ZIXIR_LEASE_MS: String(LEASE_MS), NO_COLOR: "1" },
      cwd: this.folder,
      stdout: "piped",
      stderr: "piped",
    }).spawn();
  }

  marks(): string[] {
    try {
      return Deno.readTextFileSync(`${this.folder}/marks`).trim().split("\n");
    } catch {
      return [];
    }
  }

  /** Lets the step that waits at the gate go on. */
  openGate(): void {
    Deno.writeTextFileSync(`${this.folder}/marks.gate`, "");
  }

  /** Waits until so many steps have begun. */
  async until(steps: number): Promise<void> {
    while (this.marks().length < steps) await pause(5);
  }

  async run(): Promise<{ id: string; state: string; result: unknown; entries: number }> {
    const store = openStore(this.store);
    const [{ record: { id, state } }] = await listRuns(store);
    const result = await readResult(store, id);
    const { entries } = await readJournal(store, id);
    await store.close();
    const done = entries.filter(({ kind, value }) => kind === "step" && value !== undefined);
    return { id, state, result, entries: done.length };
  }

  [Symbol.dispose](): void {
    Deno.removeSync(this.folder, { recursive: true });
  }
}

Deno.test("a process that was frozen past its lease cannot write after another took its run", async () => {
  using world = new World();
  const frozen = world.start("run", PROGRAM, "main_flow", "-A");
  await world.until(6);
  await freeze(frozen, world.store);
  const { id } = await world.run();
  await pause(2 * LEASE_MS);
  world.openGate();
  const other = await world.start("resume", id, "-A").output();
  assertEquals(text(other.stdout), "190\n", text(other.stderr));
  const before = await world.run();
  Deno.kill(frozen.pid, "SIGCONT");
  const late = await frozen.output();
  assertEquals(late.code, 1);
  assertStringIncludes(text(late.stderr), "taken over by another process");
  assertEquals(await world.run(), before);
  assertEquals(before.state, "completed");
  assertEquals(before.entries, 20);
});

Deno.test("of two processes that resume a run at once, one drives it", async () => {
  using world = new World();
  const first = world.start("run", PROGRAM, "main_flow", "-A");
  await world.until(6);
  Deno.kill(first.pid, "SIGKILL");
  await first.output();
  world.openGate();
  const { id, entries } = await world.run();
  const both = await Promise.all([
    world.start("resume", id, "-A").output(),
    world.start("resume", id, "-A").output(),
  ]);
  assertEquals(both.map(({ code }) => code).sort(), [0, 1]);
  const winner = both.find(({ code }) => code === 0)!;
  const loser = both.find(({ code }) => code === 1)!;
  assertEquals(text(winner.stdout), "190\n");
  assertStringIncludes(text(loser.stderr), `run ${id} is `);
  const { state, result } = await world.run();
  assertEquals([state, result], ["completed", 190]);
  // The step that ran when the process was killed runs twice, the recorded ones once.
  const marks = world.marks();
  assertEquals(new Set(marks).size, 20);
  assertEquals([marks.length, entries], [20 + 1, 5]);
});

Deno.test("Ctrl-C interrupts a run and says how to go on with it", async () => {
  using world = new World();
  const first = world.start("run", PROGRAM, "main_flow", "-A");
  await world.until(6);
  Deno.kill(first.pid, "SIGINT");
  const { code, stderr } = await first.output();
  const { id, state } = await world.run();
  assertEquals([code, state], [130, "interrupted"]);
  assertStringIncludes(text(stderr), `zixir resume ${id}`);
  world.openGate();
  const second = await world.start("resume", "--all", "-A").output();
  assertEquals(text(second.stdout), "190\n", text(second.stderr));
});

Deno.test("zixir cancel ends a run in another process", async () => {
  using world = new World();
  const first = world.start("run", PROGRAM, "long_wait", "-A");
  await world.until(1);
  const { id } = await world.run();
  const cancel = await world.start("cancel", id).output();
  assertEquals(cancel.code, 0, text(cancel.stderr));
  const { code } = await first.output();
  assertEquals([code, (await world.run()).state], [1, "cancelled"]);
  const again = await world.start("resume", id, "-A").output();
  assertEquals(again.code, 1);
  assertStringIncludes(text(again.stderr), "is cancelled already");
});

/** Stops a process in a moment in which it does not hold the store locked. */
async function freeze({ pid }: Deno.ChildProcess, store: string): Promise<void> {
  for (;;) {
    Deno.kill(pid, "SIGSTOP");
    while (!/\) T /.test(await Deno.readTextFile(`/proc/${pid}/stat`))) await pause(1);
    if (isFree(store)) return;
    Deno.kill(pid, "SIGCONT");
    await pause(7);
  }
}

/** Whether nobody writes to a store file right now. */
function isFree(store: string): boolean {
  const database = new DatabaseSync(store);
  try {
    database.exec("BEGIN IMMEDIATE; ROLLBACK");
    return true;
  } catch {
    return false;
  } finally {
    database.close();
  }
}

function text(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
