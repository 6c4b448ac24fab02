/**
 * How commands write: values to standard output, diagnostics and notes to standard error.
 *
 * Writing is synchronous, so output is complete and in order whenever the process ends. A reader
 * that went away (`zixir … | head -1`) ends the process quietly, as it does for other programs.
 *
 * @module
 */

const encoder = new TextEncoder();

/** Writes text to standard output as it is. */
export function writeOut(text: string): void {
  writeAll(Deno.stdout, text);
}

/** Writes text to standard error as it is. */
export function writeErr(text: string): void {
  writeAll(Deno.stderr, text);
}

/** Whether standard error may show colour: a terminal, and no `NO_COLOR`. */
export function errColor(): boolean {
  return Deno.stderr.isTerminal() && !Deno.noColor;
}

/** Writes what went wrong on the way to a program, with what to do about it. */
export function writeFailure(message: string, hint: string): void {
  const [red, dim, reset] = errColor() ? ["\x1b[1;31m", "\x1b[2m", "\x1b[0m"] : ["", "", ""];
  writeErr(
    `${red}error${reset}: ${message}\n${hint === "" ? "" : `  ${dim}hint:${reset} ${hint}\n`}`,
  );
}

function writeAll(stream: { writeSync(bytes: Uint8Array): number }, text: string): void {
  let bytes = encoder.encode(text);
  try {
    while (bytes.length > 0) bytes = bytes.subarray(stream.writeSync(bytes));
  } catch (error) {
    if (error instanceof Deno.errors.BrokenPipe) Deno.exit(0);
    throw error;
  }
}
