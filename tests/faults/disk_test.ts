import { assertEquals, assertMatch } from "@std/assert";

const CLI = new URL("../../cli.ts", import.meta.url).pathname;
const PROGRAM = new URL("./programs/filling.zixir", import.meta.url).pathname;

/** Runs a command where it may mount, and nobody else sees what it mounts. */
const NAMESPACE = ["unshare", "--user", "--map-root-user", "--mount"];

/** What became of one command. */
interface Done {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

Deno.test({
  name:
    "a run that meets a full disk and then a read-only one stops with a reason and goes on later",
  // Needs a file system of its own: `runtime/store/failure_test.ts` does what can be done without.
  ignore: !await mayMount(),
  async fn() {
    const folder = await Deno.makeTempDir({ prefix: "zixir_disk_" });
    await Deno.mkdir(`${folder}/disk`);
    const done = await onDisk(folder, NAMESPACE, [
      "mount -t tmpfs -o size=2m tmpfs $DISK",
      `zixir run ${PROGRAM} main_flow -A`,
      "zixir runs",
      "mount -o remount,ro $DISK",
      `zixir run ${PROGRAM} main_flow -A`,
      "zixir resume $RUN -A",
      "mount -o remount,rw,size=20m $DISK",
      "zixir show $RUN",
      "zixir resume $RUN -A",
      "zixir runs",
    ]);
    const [, full, listed, , shut, stuck, , shown, resumed, ended] = done;
    const marks = await Deno.readTextFile(`${folder}/marks`);
    await Deno.remove(folder, { recursive: true });

    assertEquals(full.code, 1);
    assertMatch(full.err, /E0655.*the disk is full/);
    assertMatch(full.err, /zixir resume \w{12} goes on from here/);
    assertMatch(listed.out, / main_flow +failed /);
    for (const { code, err } of [shut, stuck]) {
      assertEquals(code, 1);
      assertMatch(err, /E06(50|53)/);
    }
    assertMatch(shown.out, /step +small +ok +1 /);
    assertEquals([resumed.code, resumed.out], [0, "(1, 79999800000.0)\n"], resumed.err);
    assertMatch(ended.out, / main_flow +completed /);
    assertEquals(marks, "small\nlarge\nlarge\n", "the step that was recorded did not run again");
  },
});

Deno.test("a store file that was cut is refused by every command, and left as it is", async () => {
  const folder = await Deno.makeTempDir({ prefix: "zixir_disk_" });
  await Deno.mkdir(`${folder}/disk`);
  const [run, cut, ...refused] = await onDisk(folder, [], [
    `zixir run ${PROGRAM} main_flow -A`,
    "truncate -s 9000 $DISK/store.db",
    "zixir runs",
    "zixir show 000000000000",
    "zixir resume 000000000000 -A",
    "zixir resume --all -A",
    `zixir run ${PROGRAM} main_flow -A`,
  ]);
  const { size } = await Deno.stat(`${folder}/disk/store.db`);
  await Deno.remove(folder, { recursive: true });
  assertEquals([run.code, cut.code], [0, 0], run.err);
  for (const { code, err } of refused) {
    assertEquals(code, 1);
    assertMatch(err, /E0654/);
  }
  assertEquals(size, 9000);
});

/** Whether this machine lets a process mount in a namespace of its own; many containers do not. */
async function mayMount(): Promise<boolean> {
  if (Deno.build.os !== "linux") return false;
  const [command, ...args] = [...NAMESPACE, "mount", "-t", "tmpfs", "tmpfs", Deno.cwd()];
  try {
    return (await new Deno.Command(command, { args, stderr: "null" }).output()).success;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

/**
 * Carries out commands of a shell: `zixir` is this checkout's, with a store in the folder `$DISK`,
 * and `$RUN` the first run in it.
 *
 * @param folder where `disk` is and everything else is written
 * @param inside the command that runs the shell; none: it runs by itself
 * @param commands one after the other, whatever becomes of those before
 */
async function onDisk(
  folder: string,
  inside: readonly string[],
  commands: readonly string[],
): Promise<Done[]> {
  const script = `
    DISK='${folder}/disk'
    zixir() { '${Deno.execPath()}' run -A --quiet '${CLI}' "$@" --store $DISK/store.db; }
    ${
    commands.map((command, i) => `
      test -n "$RUN" || { [ ! -f $DISK/store.db ] || RUN=$(zixir runs | sed -n '2s/ .*//p'); }
      ${command} >'${folder}/out.${i}' 2>'${folder}/err.${i}'
      echo $? >'${folder}/code.${i}'`).join("\n")
  }`;
  const [command, ...args] = [...inside, "sh", "-c", script];
  const { stderr } = await new Deno.Command(command, {
    args,
    cwd: folder,
    env: { MARKS: `${folder}/marks`, NO_COLOR: "1" },
  }).output();
  const read = (name: string) => Deno.readTextFileSync(`${folder}/${name}`);
  try {
    return commands.map((_, i) => ({
      code: Number(read(`code.${i}`)),
      out: read(`out.${i}`),
      err: read(`err.${i}`),
    }));
  } catch (error) {
    throw new Error(`the script failed: ${new TextDecoder().decode(stderr)}`, { cause: error });
  }
}
