/**
 * How fast programs are read: parse, check and compile of a large program, and the check after an
 * edit of one line.
 *
 * @module
 */
import { analyse, Analyser, compile, type HostModule } from "../../../lang/mod.ts";
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

/** What was measured of checking a program again. */
export interface Rechecks {
  /** Milliseconds after each edit that leaves the program good. */
  readonly good: readonly number[];
  /** Milliseconds after each edit that breaks the syntax of its line. */
  readonly broken: readonly number[];
}

/**
 * Edits single lines of a program, spread over all of it, and checks it after each.
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
  const timed = (edited: readonly string[], times: number[], isGood: boolean): void => {
    const now = edited.join("\n");
    const start = performance.now();
    const { diagnostics } = analyser.analyse(now);
    times.push(performance.now() - start);
    if ((diagnostics.length === 0) !== isGood) throw new Error("an edit was judged wrongly");
    const fresh = analyse(now, options).diagnostics;
    if (JSON.stringify(diagnostics) !== JSON.stringify(fresh)) {
      throw new Error("an edited program is judged otherwise than a new one");
    }
  };
  for (let i = 0; i < count; i++) {
    // Declarations begin a line, so a new one may stand before any of them.
    let at = Math.floor(lines.length * (i + 1) / (count + 1));
    while (at > 0 && !/^(?:pub )?fn /.test(lines[at])) at--;
    const name = `edited_${i}`;
    lines.splice(at, 0, `pub fn ${name}(x: Int) -> Int: x + ${i}`);
    timed(lines, good, true);
    timed(lines.with(at, `pub fn ${name}(x: Int) -> Int: x + `), broken, false);
    lines[at] = `pub fn ${name}(x: Int) -> Int: x * ${i}`;
    timed(lines, good, true);
  }
  return { good, broken };
}
