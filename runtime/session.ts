/**
 * A session: entries one after the other, each seeing what the earlier ones defined.
 *
 * @module
 */
import { analyse, type Analysis, type Loader } from "../lang/mod.ts";
import { type Program, runAnalysis, type RunResult, type World } from "./program.ts";

/** What a session runs against. */
export interface SessionOptions {
  /** The standard library, the engine, Python. */
  readonly world: World;
  /** Finds imported files; without it imports are refused. */
  readonly load?: Loader;
}

/**
 * What entries have in common that are typed one by one.
 *
 * An entry that is refused or fails leaves no definitions behind; what it assigned to variables of
 * earlier entries before it failed stays.
 *
 * @example
 * ```ts
 * import { Session } from "./session.ts";
 * import { Intent } from "./intent.ts";
 * import { memoryHost } from "./std/mod.ts";
 * import { makeWorld } from "./world.ts";
 * const session = new Session({ world: makeWorld({ host: memoryHost(), intent: new Intent() }) });
 * await session.run("let x = 20");
 * const result = await session.run("x + 1");
 * if (!result.ok || result.text !== "21") throw new Error("session");
 * ```
 */
export class Session {
  readonly #options: SessionOptions;
  readonly #programs: Program[] = [];
  #latest: Analysis | null = null;
  #count = 0;

  /** @param options what the entries run against */
  constructor(options: SessionOptions) {
    this.#options = options;
  }

  /** The last entry that ran, for completion and for questions about names; null before the first. */
  get latest(): Analysis | null {
    return this.#latest;
  }

  /**
   * Checks an entry without running it.
   *
   * @param text its source
   */
  analyse(text: string): Analysis {
    const { world, load } = this.#options;
    return analyse(text, {
      file: `<entry ${this.#count + 1}>`,
      host: world.tables,
      earlier: this.#latest,
      ...(load === undefined ? {} : { load }),
    });
  }

  /**
   * Checks and runs an entry.
   *
   * @param text its source
   * @returns its value, or what is wrong; never throws for a mistake of the entry
   */
  async run(text: string): Promise<RunResult> {
    const analysis = this.analyse(text);
    let program: Program | null = null;
    const result = await runAnalysis(analysis, this.#options.world, {
      earlier: this.#programs,
      onProgram: (linked) => program = linked,
    });
    if (result.ok && program !== null) {
      this.#latest = analysis;
      this.#programs.push(program);
      this.#count++;
    }
    return result;
  }
}
