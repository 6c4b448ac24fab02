/**
 * A session: entries one after the other, each seeing what the earlier ones defined.
 *
 * @module
 */
import type { LocalSymbol, PythonSymbol } from "../lang/check/checked.ts";
import { newLocal } from "../lang/check/definition.ts";
import { isExpression } from "../lang/compile/simple.ts";
import { analyse, type Analysis, type Loader } from "../lang/mod.ts";
import type { Expr } from "../lang/syntax/ast.ts";
import { monoScheme } from "../lang/types/scheme.ts";
import { resolve, type Type } from "../lang/types/type.ts";
import { type Program, runAnalysis, type RunResult, type World } from "./program.ts";
import { box, type Float, type Slot, toDouble } from "./values/mod.ts";

/** What a session runs against. */
export interface SessionOptions {
  /** The standard library, the engine, Python. */
  readonly world: World;
  /** Finds imported files; without it imports are refused. */
  readonly load?: Loader;
  /** Told of the program of each entry before it runs. */
  readonly onProgram?: (program: Program) => void;
}

/** The name under which the next entries know the last value. */
export const LAST_VALUE = "ans";

/**
 * What entries have in common that are typed one by one.
 *
 * An entry that is refused or fails leaves no definitions behind; what it assigned to variables of
 * earlier entries before it failed stays. The last value that was not nil is `ans`.
 *
 * @example
 * ```ts
 * import { Session } from "./session.ts";
 * import { Intent } from "./intent.ts";
 * import { memoryHost } from "./std/mod.ts";
 * import { makeWorld } from "./world.ts";
 * const session = new Session({ world: makeWorld({ host: memoryHost(), intent: new Intent() }) });
 * await session.run("let x = 20");
 * await session.run("x + 1");
 * const result = await session.run("ans * 2");
 * if (!result.ok || result.text !== "42") throw new Error("session");
 * ```
 */
export class Session {
  readonly #options: SessionOptions;
  /** The last entry's program, which holds what all before it export. */
  #program: Program | null = null;
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

  /** The program of the last entry that ran, whose exports are those of all entries. */
  get program(): Program | null {
    return this.#program;
  }

  /**
   * The value of a name that an entry bound.
   *
   * @param definition what the name stands for
   * @returns a slot; undefined for what has no value, such as a type
   */
  valueOf(definition: LocalSymbol | PythonSymbol): Slot | undefined {
    const exports = this.#program?.exports[definition.file];
    if (definition.kind === "python") return exports?.[`${definition.name}$py`] as Slot | undefined;
    const value = exports?.[`${definition.name}$${definition.id}`] as Slot | undefined;
    return isFloatType(resolve(definition.scheme.type)) && typeof value === "number"
      ? box(value)
      : value;
  }

  /**
   * Checks an entry without running it.
   *
   * @param text its source
   * @param file its name in messages, to which its imports are relative; by default its number
   */
  analyse(text: string, file: string = `<entry ${this.#count + 1}>`): Analysis {
    const { world, load } = this.#options;
    return analyse(text, {
      file,
      host: world.tables,
      earlier: this.#latest,
      ...(load === undefined ? {} : { load }),
    });
  }

  /**
   * Checks and runs an entry.
   *
   * @param entry its source, or what {@linkcode analyse} said of it after the last entry had run
   * @returns its value, or what is wrong; never throws for a mistake of the entry
   */
  async run(entry: string | Analysis): Promise<RunResult> {
    const analysis = typeof entry === "string" ? this.analyse(entry) : entry;
    this.#count++;
    let program: Program | null = null;
    const result = await runAnalysis(analysis, this.#options.world, {
      earlier: this.#program === null ? [] : [this.#program],
      onProgram: (linked) => {
        program = linked;
        this.#options.onProgram?.(linked);
      },
    });
    // Another entry may have run since this one was interrupted.
    if (!result.ok || program === null || analysis.earlier !== this.#latest) return result;
    this.#latest = analysis;
    this.#program = program;
    if (result.value !== null) keepValue(analysis, program, result.value);
    return result;
  }
}

/** Makes the value of an entry the one that `ans` names. */
function keepValue({ main, file }: Analysis, program: Program, value: Slot): void {
  const last = main.module.statements.at(-1);
  if (last === undefined || !isExpression(last)) return;
  const type = typeOfValue(main.conversionOf(last) ?? main.typeOf(last as Expr));
  const symbol = newLocal(LAST_VALUE, last.span, file, { topLevel: true });
  symbol.scheme = monoScheme(type);
  symbol.isTyped = true;
  main.scope.define(symbol, LAST_VALUE);
  const held = isFloatType(type) ? toDouble(value as number | Float) : value;
  program.keep(file, `${LAST_VALUE}$${symbol.id}`, held);
}

/** Whether values of a type are held as raw doubles. */
function isFloatType(type: Type): boolean {
  return type.kind === "con" && type.id === "Float";
}

/** The type of a value that is there: of `T?` it is `T`, since it is not nil. */
function typeOfValue(type: Type): Type {
  const known = resolve(type);
  return known.kind === "con" && known.id === "Option" ? typeOfValue(known.args[0]) : known;
}
