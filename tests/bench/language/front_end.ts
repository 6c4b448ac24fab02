/**
 * How fast programs are read: parse, check and compile of a large program, and the check after an
 * edit of one line.
 *
 * @module
 */
import { analyse, Analyser, compile, type Diagnostic, type HostModule } from "../../../lang/mod.ts";
import { Intent } from "../../../runtime/intent.ts";
import { memoryHost } from "../../../runtime/std/mod.ts";
import { makeWorld } from "../../../runtime/world.ts";

/** The tables that programs are checked against. */
export function hostTables(): readonly HostModule[] {
  return makeWorld({ host: memoryHost(), intent: new Intent() }).tables;
}

/**
 * Parses, checks and compiles a program once.
 *
 * @returns milliseconds
 * @throws Error when the program has a finding, or gives no code
 */
export function timeCompile(text: string, host: readonly HostModule[]): number {
  const start = performance.now();
  const analysis = analyse(text, { file: "large.zixir", host });
  const program = compile(analysis);
  const ms = performance.now() - start;
  if (analysis.diagnostics.length > 0 || program === null) {
    throw new Error(`the large program is refused: ${analysis.diagnostics[0]?.message}`);
  }
  return ms;
}

/** How a function looks that is not finished: an operand, a bracket, a brace or a quote is missing. */
const UNFINISHED: readonly string[] = [": x + ", ": max(x, [1", ' {\n  print("x', ": {", ' : """'];

/** What was measured of checking a program again. */
export interface Rechecks {
  /** Milliseconds after each edit that leaves the program good. */
  readonly good: readonly number[];
  /** Milliseconds after each edit that breaks the syntax of its line. */
  readonly broken: readonly number[];
}

/**
 * Edits single lines of a program, from the first to the last, and checks it after each: a good line
 * is added, one of five things is typed that is not finished yet, and the good line is changed.
 *
 * What was found is compared with fresh analyses afterwards, so that these take no time of the edits.
 *
 * @param count how many lines are edited
 * @throws Error when what is found is not what a fresh analysis finds
 */
export function timeRechecks(
  text: string,
  host: readonly HostModule[],
  count: number,
): Rechecks {
  const options = { file: "large.zixir", host };
  const analyser = new Analyser(options);
  analyser.analyse(text);
  const lines = text.split("\n");
  const good: number[] = [];
  const broken: number[] = [];
  const said: { readonly text: string; readonly diagnostics: readonly Diagnostic[] }[] = [];
  const timed = (edited: readonly string[], times: number[], isGood: boolean): void => {
    const now = edited.join("\n");
    const start = performance.now();
    const { diagnostics } = analyser.analyse(now);
    times.push(performance.now() - start);
    if ((diagnostics.length === 0) !== isGood) throw new Error("an edit was judged wrongly");
    said.push({ text: now, diagnostics });
  };
  for (let i = 0; i < count; i++) {
    // Declarations begin a line, so a new one may stand before any of them.
    let at = Math.floor(lines.length * i / Math.max(1, count - 1));
    while (at > 0 && !/^(?:pub )?fn /.test(lines[at] ?? "")) at--;
    const head = `pub fn edited_${i}(x: Int) -> Int`;
    lines.splice(at, 0, `${head}: x + ${i}`);
    timed(lines, good, true);
    timed(lines.with(at, `${head}${UNFINISHED[i % UNFINISHED.length]}`), broken, false);
    lines[at] = `${head}: x * ${i}`;
    timed(lines, good, true);
  }
  for (const { text: edited, diagnostics } of said) {
    const fresh = analyse(edited, options).diagnostics;
    if (JSON.stringify(diagnostics) !== JSON.stringify(fresh)) {
      throw new Error("an edited program is judged otherwise than a new one");
    }
  }
  return { good, broken };
}
