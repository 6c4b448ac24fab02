/**
 * The REPL: at a terminal with an editor for its lines, else plainly from standard input.
 *
 * @module
 */
import type { Invocation } from "../command/command.ts";
import { errColor, writeErr, writeOut } from "../command/output.ts";
import { refuseSource } from "../command/report.ts";
import { readSource } from "../program/source.ts";
import { VERSION } from "../version.ts";
import { Shell } from "./shell.ts";

/**
 * Runs entries from standard input until it ends or the user leaves.
 *
 * @param invocation the command line
 * @returns the exit status: without a terminal, 1 where an entry failed
 */
export async function runRepl(invocation: Invocation): Promise<number> {
  const [file] = invocation.words;
  const source = file === undefined ? null : readSource(file);
  if (source?.ok === false) return await refuseSource(source.problem, invocation);
  const isTerminal = Deno.stdin.isTerminal() && Deno.stdout.isTerminal();
  return isTerminal && Deno.env.get("TERM") !== "dumb"
    ? await atTerminal(invocation)
    : await plainly(invocation);
}

/** Entries from lines; a person who types them is shown a prompt. */
async function plainly(invocation: Invocation): Promise<number> {
  const { runPlain } = await import("./plain_loop.ts");
  const shell = new Shell({
    invocation,
    write: writeOut,
    writeError: writeErr,
    colour: errColor(),
    show: (text) => text,
    showsObjects: false,
    guard: (body) => body(),
    clear: () => {},
  });
  const isTyped = Deno.stdin.isTerminal();
  const prompt = (goesOn: boolean): void => {
    if (isTyped) writeErr(goesOn ? "  ...> " : "zixir> ");
  };
  surviveLateFailures(shell);
  try {
    if (!await begin(shell)) return 1;
    return await runPlain(shell, Deno.stdin.readable, prompt);
  } finally {
    await shell.close();
  }
}

async function atTerminal(invocation: Invocation): Promise<number> {
  const { HistoryFile, historyPath } = await import("./history_file.ts");
  const { Interrupts } = await import("./interrupts.ts");
  const { inColour } = await import("./paint.ts");
  const { Terminal } = await import("./terminal.ts");
  const { runTerminal } = await import("./terminal_loop.ts");
  const { valueText } = await import("./value_text.ts");
  const terminal = new Terminal();
  const interrupts = new Interrupts();
  const colour = !Deno.noColor;
  const shell = new Shell({
    invocation,
    write: writeOut,
    writeError: writeErr,
    colour: errColor(),
    show(text) {
      const lines = valueText(text, terminal.size.columns);
      return colour ? inColour(lines) : lines;
    },
    showsObjects: true,
    guard: (body) => interrupts.run(body),
    clear: () => writeOut("\x1b[H\x1b[2J"),
  });
  if (!invocation.flags.has("quiet")) {
    writeOut(`Zixir ${VERSION}, Deno ${Deno.version.deno}; :help lists commands, Ctrl-D leaves\n`);
  }
  surviveLateFailures(shell);
  try {
    await begin(shell);
    const history = new HistoryFile(historyPath((name) => Deno.env.get(name)));
    await runTerminal({ shell, terminal, history, colour });
    return 0;
  } finally {
    interrupts.close();
    await shell.close();
  }
}

/** Keeps the session alive when something that no entry waits for any more fails. */
function surviveLateFailures(shell: Shell): void {
  globalThis.addEventListener("unhandledrejection", (event) => {
    event.preventDefault();
    const message = event.reason instanceof Error ? event.reason.message : String(event.reason);
    shell.complain(`what an earlier entry began has failed: ${message}`, "the session goes on");
  });
}

/** Runs the file that the command line names, if any. */
async function begin(shell: Shell): Promise<boolean> {
  const [file] = shell.options.invocation.words;
  return file === undefined || await shell.enter(`:load ${file}`);
}
