/**
 * The entries of a session that ran, as the program they make together.
 *
 * @module
 */
import type { Statement } from "../../lang/syntax/ast.ts";

interface Kept {
  readonly text: string;
  /** The functions and types it declares; null where it does more than that. */
  readonly declares: readonly string[] | null;
}

/**
 * What `:save` writes.
 *
 * @example
 * ```ts
 * import { parse } from "../../lang/syntax/parse.ts";
 * import { KeptEntries } from "./kept_entries.ts";
 * const kept = new KeptEntries();
 * for (const text of ["fn f(): 1", "let x = 2", "fn f(): x"]) {
 *   kept.add(text, parse(text, "entry").module.statements);
 * }
 * if (kept.program() !== "let x = 2\nfn f(): x\n") throw new Error(kept.program());
 * ```
 */
export class KeptEntries {
  readonly #entries: Kept[] = [];

  /** How many there are. */
  get count(): number {
    return this.#entries.length;
  }

  /**
   * Adds an entry that ran.
   *
   * @param text its source
   * @param statements what it consists of
   */
  add(text: string, statements: readonly Statement[]): void {
    const names = statements.map((each) =>
      each.kind === "function" || each.kind === "type" ? each.name.name : null
    );
    const declares = names.every((name) => name !== null) ? names : null;
    this.#entries.push({ text: text.trimEnd(), declares });
  }

  /** The entries as one program: what a later one declares anew is left out. */
  program(): string {
    const later = new Set<string>();
    const lines: string[] = [];
    for (const { text, declares } of this.#entries.toReversed()) {
      const isReplaced = declares !== null && declares.length > 0 &&
        declares.every((name) => later.has(name));
      if (!isReplaced) lines.push(`${text}\n`);
      for (const name of declares ?? []) later.add(name);
    }
    return lines.reverse().join("");
  }
}
