/**
 * `zixir repl` at a terminal, as a user meets it: the real process in a pseudo-terminal, its screen
 * as a terminal would show it. Every step waits for what must be seen; none waits for a time.
 */
import { assert, assertEquals } from "@std/assert";
import { fromFileUrl, join } from "@std/path";
import { VirtualTerminal } from "./virtual_terminal.ts";

const PTY = fromFileUrl(new URL("in_terminal.py", import.meta.url));
const CLI = fromFileUrl(new URL("../../cli.ts", import.meta.url));

const ENTER = "\r";
const TAB = "\t";
const UP = "\x1b[A";
const LEFT = "\x1b[D";
const CTRL_A = "\x01";
const CTRL_C = "\x03";
const CTRL_D = "\x04";
const CTRL_R = "\x12";

const { NO_COLOR: _, ...withoutColour } = Deno.env.toObject();

/** When a step is given up, milliseconds: a failure of the test, not a measure of speed. */
const PATIENCE_MS = 60_000;

/** A REPL in a terminal. */
class Repl {
  readonly #child: Deno.ChildProcess;
  readonly #input: WritableStreamDefaultWriter<Uint8Array>;
  readonly #output: ReadableStreamDefaultReader<string>;
  #screen: VirtualTerminal;
  /** How much of the screen was seen by earlier steps. */
  #seen = 0;

  /** All that was written. */
  written = "";

  constructor(
    folder: string,
    args: readonly string[] = [],
    environment: Readonly<Record<string, string>> = { NO_COLOR: "1" },
  ) {
    this.#screen = new VirtualTerminal(80, 24);
    this.#child = new Deno.Command("python3", {
      args: [PTY, "24", "80", Deno.execPath(), "run", "-A", CLI, "repl", ...args],
      cwd: folder,
      clearEnv: true,
      env: {
        ...withoutColour,
        ...environment,
        TERM: "xterm",
        ZIXIR_HISTORY: join(folder, "history"),
      },
      stdin: "piped",
      stdout: "piped",
      stderr: "inherit",
    }).spawn();
    this.#input = this.#child.stdin.getWriter();
    this.#output = this.#child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  }

  /** The whole screen. */
  get text(): string {
    return this.#screen.text;
  }

  /** Types. */
  async send(keys: string): Promise<void> {
    await this.#input.write(new TextEncoder().encode(keys));
  }

  /** Types, and waits until the screen shows a text behind what was waited for before. */
  async type(keys: string, shown: string): Promise<void> {
    await this.send(keys);
    await this.see(shown);
  }

  /** Waits until the screen shows a text behind what was waited for before. */
  async see(shown: string): Promise<void> {
    const at = await this.#until(() => this.text.indexOf(shown, this.#seen), shown);
    this.#seen = at + shown.length;
  }

  /** Types, and waits until the last line is this. */
  async typeLine(keys: string, line: string): Promise<void> {
    await this.send(keys);
    const last = () => this.text.split("\n").at(-1) === line ? 0 : -1;
    await this.#until(last, line);
  }

  /** Gives the terminal another size. */
  async resize(rows: number, columns: number): Promise<void> {
    await this.send(`\0${rows} ${columns}\n`);
    this.#screen = new VirtualTerminal(columns, rows);
    this.#seen = 0;
  }

  /** Waits for the end of the process, and gives its exit status. */
  async ended(): Promise<number> {
    while (await this.#read());
    return (await this.#child.status).code;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#input.close().catch(() => {});
    await this.#output.cancel();
    try {
      this.#child.kill("SIGKILL");
    } catch {
      // It has ended by itself.
    }
    await this.#child.status;
  }

  async #until(find: () => number, wanted: string): Promise<number> {
    const deadline = Date.now() + PATIENCE_MS;
    for (;;) {
      const at = find();
      if (at >= 0) return at;
      const isThere = await this.#read(deadline - Date.now());
      assert(isThere, `not seen: ${JSON.stringify(wanted)}; the screen is\n${this.text}`);
    }
  }

  /** Reads more of the screen; false when there is no more, or patience is at its end. */
  async #read(patienceMs = PATIENCE_MS): Promise<boolean> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const impatient = new Promise<null>((resolve) => {
      timer = setTimeout(() => resolve(null), Math.max(0, patienceMs));
    });
    const piece = await Promise.race([this.#output.read(), impatient]);
    clearTimeout(timer);
    if (piece?.value === undefined) return false;
    this.#screen.write(piece.value);
    this.written += piece.value;
    return true;
  }
}

/** A test with a REPL in a folder of its own; it has shown its first prompt. */
function inTerminal(name: string, test: (repl: Repl, folder: string) => Promise<void>): void {
  Deno.test({
    name,
    ignore: Deno.build.os === "windows",
    async fn() {
      const folder = await Deno.makeTempDir({ prefix: "zixir-repl-" });
      try {
        await using repl = new Repl(folder);
        await repl.see("Ctrl-D leaves\nzixir>");
        await test(repl, folder);
      } finally {
        await Deno.remove(folder, { recursive: true });
      }
    },
  });
}

inTerminal("entries are edited, run and remembered", async (repl, folder) => {
  await repl.type(`let x = 2${ENTER}`, " let x = 2\nzixir>");
  await repl.type(`+ 1${CTRL_A}x ${ENTER}`, " x + 1\n3\nzixir>");
  await repl.type(`fn f(n):${ENTER}`, "fn f(n):\n  ...>");
  await repl.type(`n * x${ENTER}${ENTER}`, "   n * x\nzixir>");
  await repl.type(`x +* 1${ENTER}`, "  |    ^\nzixir>");
  await repl.type(`f(4)${ENTER}`, "8\nzixir>");
  await repl.typeLine(`${UP}${UP}${UP}`, "  ...>   n * x");
  await repl.typeLine(CTRL_C, "zixir>");
  await repl.typeLine(`${CTRL_R}let`, "history: let");
  await repl.typeLine(ENTER, "zixir> let x = 2");
  await repl.typeLine(CTRL_C, "zixir>");
  await repl.send(CTRL_D);
  assertEquals(await repl.ended(), 0);
  await using again = new Repl(folder);
  await again.see("zixir>");
  await again.typeLine(`${UP}${UP}`, "zixir> x +* 1");
});

inTerminal("Ctrl-C ends what computes and what waits, and the session lives on", async (repl) => {
  await repl.type(`let x = 7${ENTER}`, " let x = 7\nzixir>");
  await repl.type(`print("begun"); while true {}${ENTER}`, "\nbegun");
  await repl.type(CTRL_C, "interrupted");
  await repl.see("zixir>");
  await repl.type(`print("waits"); sleep(1d)${ENTER}`, "\nwaits");
  await repl.type(CTRL_C, "interrupted");
  await repl.see("zixir>");
  await repl.type(`x${ENTER}`, " x\n7\nzixir>");
  await repl.type(`:quit${ENTER}`, ":quit");
  assertEquals(await repl.ended(), 0);
});

inTerminal("what is pasted is one entry, whatever is in it", async (repl) => {
  const program = "fn double(n):\n\tlet m = n\n\n\tm * 2\n\ndouble(21)";
  await repl.type(`\x1b[200~${program}\x1b[201~`, "  ...> double(21)");
  await repl.type(ENTER, "\n42\nzixir>");
  assert(!repl.text.includes("error"), repl.text);
});

inTerminal("Tab completes, and shows what there is to choose from", async (repl) => {
  await repl.typeLine(`engine.sort${TAB}`, "sort_asc   sort_desc");
  await repl.typeLine(
    TAB,
    "engine.sort_asc(xs: [Float]) -> [Float] The elements from the smallest to the …",
  );
  await repl.type(`${ENTER}([2.0, 1.0])${ENTER}`, "[1.0, 2.0]\nzixir>");
  await repl.type(`let ada = {name: "Ada"}${ENTER}`, "zixir>");
  await repl.type(`ada.${TAB}${ENTER}`, ' ada.name\n"Ada"\nzixir>');
});

inTerminal("wide characters, long lines and another width leave the screen whole", async (repl) => {
  await repl.type(`"日本"${LEFT}${LEFT}${LEFT}→é${ENTER}`, '"→é日本"\n"→é日本"\nzixir>');
  await repl.typeLine("1".repeat(100), "1".repeat(28));
  await repl.typeLine(CTRL_C, "zixir>");
  await repl.resize(24, 40);
  await repl.see("zixir>");
  await repl.typeLine("2".repeat(50), "2".repeat(18));
  await repl.type(ENTER, `\n${"2".repeat(40)}\n${"2".repeat(10)}\nzixir>`);
});

Deno.test("colours are there on a terminal, unless NO_COLOR says no", async () => {
  const folder = await Deno.makeTempDir({ prefix: "zixir-repl-" });
  try {
    for (const [environment, isColoured] of [[{ NO_COLOR: "1" }, false], [{}, true]] as const) {
      await using repl = new Repl(folder, [], environment);
      await repl.see("zixir>");
      await repl.type(`1 +* 2${ENTER}`, "^\nzixir>");
      assertEquals(repl.written.includes("\x1b[36m1\x1b[0m"), isColoured);
      assertEquals(repl.written.includes("\x1b[1;31merror"), isColoured);
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
