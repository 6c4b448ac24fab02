import { assert, assertEquals, assertRejects } from "@std/assert";
import { ALL_PERMISSIONS, DEFAULT_PERMISSIONS } from "../permissions.ts";
import { within } from "../resilience/scope.ts";
import { inspect, type RecordSlot, type Slot, ZixirError } from "../values/mod.ts";
import { entryOf } from "../../tests/std/calls.ts";
import type { Host } from "./host.ts";
import { processTree } from "./process_tree.ts";
import { realHost } from "./real_host.ts";

const open = realHost({ permissions: ALL_PERMISSIONS });

function run(host: Host, ...args: Slot[]): Promise<RecordSlot> {
  return (entryOf("process.run", host).run as (...args: Slot[]) => Promise<RecordSlot>)(...args);
}

/** A child that runs a line of JavaScript, on whatever system this is. */
function script(code: string, ...rest: Slot[]): [Host, ...Slot[]] {
  return [open, Deno.execPath(), ["eval", "--no-config", code], ...rest];
}

Deno.test("process.run() gives code, output and errors", async () => {
  const code = "console.log('out é'); console.error('err'); Deno.exit(3)";
  assertEquals(
    inspect(await run(...script(code))),
    '{code: 3, stdout: "out é\\n", stderr: "err\\n"}',
  );
});

Deno.test("process.run() hands over input, folder and variables", async () => {
  const folder = Deno.realPathSync(Deno.makeTempDirSync());
  const code =
    "console.log(await new Response(Deno.stdin.readable).text(), Deno.cwd(), Deno.env.get('MARK'))";
  const { stdout } = await run(...script(code, "in", folder, { MARK: "m" }));
  assertEquals(stdout, `in ${folder} m\n`);
  Deno.removeSync(folder);
});

Deno.test("process.run() survives a child that does not read its input", async () => {
  const { code } = await run(...script("Deno.exit(0)", "x".repeat(2_000_000)));
  assertEquals(code, 0);
});

Deno.test("process.run() raises for a code other than 0 where asked to", async () => {
  const code = "console.error('first'); console.error('no disk'); Deno.exit(2)";
  const error = await assertRejects(() => run(...script(code, null, null, {}, true)), ZixirError);
  assertEquals(error.kind, "process");
  assert(error.message.endsWith("ended with code 2: no disk"), error.message);
  assertEquals((error.data as RecordSlot).code, 2);
});

Deno.test("process.run() ends the child when its scope ends", async () => {
  const code = "console.log('started'); await new Promise((r) => setTimeout(r, 60_000))";
  const error = await assertRejects(
    () => within({ timeMs: 50 }, () => run(...script(code))),
    ZixirError,
  );
  assertEquals(error.kind, "timeout");
});

Deno.test("process.run() ends what the child started, too", async () => {
  const file = `${Deno.makeTempDirSync()}/pid`;
  const waits = "await new Promise((r) => setTimeout(r, 60_000))";
  const code = `
    const inner = new Deno.Command(Deno.execPath(), { args: ["eval", "--no-config", "${waits}"] });
    const { pid, status } = inner.spawn();
    Deno.writeTextFileSync(Deno.args[0], String(pid));
    await status;`;
  const stop = new AbortController();
  const args = ["eval", "--no-config", code, file];
  const ended = open.processes.run(Deno.execPath(), { args, signal: stop.signal })
    .then(() => "by itself", () => "stopped");
  let inner = NaN;
  while (!(inner > 0)) {
    await new Promise((resolve) => setTimeout(resolve, 5));
    inner = Number(await Deno.readTextFile(file).catch(() => "")) || NaN;
  }
  assertEquals((await processTree(inner)).length, 1);
  stop.abort();
  // Its output is open while the inner one lives, so this ends only with both.
  assertEquals(await ended, "stopped");
  while (lives(inner)) await new Promise((resolve) => setTimeout(resolve, 5));
});

/** Whether a process is there and is not one that has ended and only was not asked about yet. */
function lives(pid: number): boolean {
  try {
    Deno.kill(pid, "SIGCONT");
    return Deno.build.os !== "linux" || !/\) Z /.test(Deno.readTextFileSync(`/proc/${pid}/stat`));
  } catch {
    return false;
  }
}

Deno.test("process.run() says that a command or folder is missing", async () => {
  const error = await assertRejects(() => run(open, "no-such-command-here"), ZixirError);
  assertEquals(error.kind, "io");
  assertEquals(error.message, 'process.run: there is no command "no-such-command-here"');
  const spaced = await assertRejects(() => run(open, "ls -l"), ZixirError);
  assertEquals(spaced.hint, 'arguments go into the list: process.run("ls", ["-l"])');
  const folder = await assertRejects(() => run(...script("", null, "/no/such/folder")), ZixirError);
  assertEquals(folder.message, 'process.run: there is no folder "/no/such/folder"');
});

Deno.test("process.run() needs the permission for the command", async () => {
  const host = realHost({ permissions: { ...DEFAULT_PERMISSIONS, run: ["git"] } });
  const error = await assertRejects(() => run(host, "rm", ["-r", "x"]), ZixirError);
  assertEquals([error.kind, error.hint], ["permission", "run the program with --allow-run=rm"]);
});
