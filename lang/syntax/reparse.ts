/**
 * Parsing a text that changes, as in an editor: what did not change is not read again.
 *
 * Invariants:
 * 1. What {@linkcode Reparser.parse} gives is what `parse` gives, for every text and whatever came
 *    before; `tests/fuzz/incremental_test.ts` compares them over random edits.
 * 2. Only a text without syntax errors is kept. While a text has errors, the last good one stays the
 *    one that is compared with.
 * 3. A statement is kept with its node of the Lezer tree: the same kind, over the same text, with the
 *    same `##` lines above, and no error in it. It keeps its identity; its spans are moved in place,
 *    to where the module that was asked for last has them, which may be a broken one.
 *
 * @module
 */
import { type ChangedRange, type Tree, TreeFragment } from "@lezer/common";
import type { Statement } from "./ast.ts";
import { type KnownStatements, Lowering } from "./lowering.ts";
import { lowerTree, type ParsedModule } from "./parse.ts";
import { parser } from "./parser.ts";
import type { Span } from "./span.ts";

/**
 * Parses one text after the other.
 *
 * A module is good until the next one is asked for: the next one has the same statements where they
 * did not change, and their spans move.
 *
 * @example
 * ```ts
 * import { Reparser } from "./reparse.ts";
 * const reparser = new Reparser("sum.zixir");
 * const [first] = reparser.parse("let x = 1\nx + 1\n").module.statements;
 * const { module } = reparser.parse("let x = 1\nx + 20\n");
 * if (module.statements[0] !== first) throw new Error("not kept");
 * ```
 */
export class Reparser {
  readonly #file: string;
  #good: GoodText | null = null;

  /** @param file name of the text in diagnostics */
  constructor(file: string) {
    this.#file = file;
  }

  /**
   * Parses the text as it is now.
   *
   * Never throws, whatever the text is.
   */
  parse(text: string): ParsedModule {
    const good = this.#good;
    const change = good === null ? null : changeBetween(good.text, text);
    const tree = parser.parse(text, unchanged(good, change));
    const low = new Lowering(text, this.#file);
    const known = new Known(text, good, change);
    low.known = known;
    const parsed = lowerTree(low, tree);
    known.move();
    if (!low.isBroken) this.#good = { text, tree, statements: known.statements() };
    return parsed;
  }
}

/** The last text without syntax errors. */
interface GoodText {
  readonly text: string;
  readonly tree: Tree;
  /** Its statements that were lowered without a finding, by where they start. */
  readonly statements: ReadonlyMap<number, KnownStatement>;
}

/** A statement with the node it was lowered from. */
interface KnownStatement {
  readonly type: number;
  readonly start: number;
  readonly end: number;
  readonly statement: Statement;
  /** Where its spans have it start now. */
  at: number;
  /** Every span in the statement, once; null until it has to be moved. */
  spans: readonly MovableSpan[] | null;
}

type MovableSpan = { -readonly [key in keyof Span]: Span[key] };

/** What is between the beginning and the end that two texts share. */
function changeBetween(before: string, after: string): ChangedRange {
  const most = Math.min(before.length, after.length);
  let from = 0;
  while (from < most && before.charCodeAt(from) === after.charCodeAt(from)) from++;
  let toA = before.length;
  let toB = after.length;
  while (toA > from && toB > from && before.charCodeAt(toA - 1) === after.charCodeAt(toB - 1)) {
    toA--;
    toB--;
  }
  return { fromA: from, toA, fromB: from, toB };
}

/** What the parser may take over of a tree. */
function unchanged(good: GoodText | null, change: ChangedRange | null): readonly TreeFragment[] {
  if (good === null || change === null) return [];
  return TreeFragment.applyChanges(TreeFragment.addTree(good.tree), [change]);
}

/** The statements of a text: those of the good one before it, and new ones. */
class Known implements KnownStatements {
  readonly #text: string;
  readonly #before: ReadonlyMap<number, KnownStatement> | null;
  readonly #change: ChangedRange | null;
  readonly #delta: number;
  readonly #added: KnownStatement[] = [];
  /** Those of the text before that were given out, and where they start in this one. */
  readonly #kept: { readonly known: KnownStatement; readonly start: number }[] = [];

  constructor(text: string, good: GoodText | null, change: ChangedRange | null) {
    this.#text = text;
    this.#before = good?.statements ?? null;
    this.#change = change;
    this.#delta = change === null ? 0 : change.toB - change.toA;
  }

  find(type: number, { start, end }: Span): Statement | null {
    const change = this.#change;
    if (change === null || this.#before === null) return null;
    const isBefore = end < change.fromB;
    if (!isBefore && startOfDoc(this.#text, start) < change.toB) return null;
    const delta = isBefore ? 0 : this.#delta;
    const known = this.#before.get(start - delta);
    if (known?.type !== type || known.end !== end - delta) return null;
    this.#kept.push({ known, start });
    return known.statement;
  }

  add(type: number, { start, end }: Span, statement: Statement): void {
    this.#added.push({ type, start, end, statement, at: start, spans: null });
  }

  /** Moves the statements kept to where they stand now. */
  move(): void {
    for (const { known, start } of this.#kept) {
      const way = start - known.at;
      if (way === 0) continue;
      known.spans ??= spansIn(known.statement);
      for (const span of known.spans) {
        span.start += way;
        span.end += way;
      }
      known.at = start;
    }
  }

  /** All statements that can be kept of this text, by where they start. */
  statements(): ReadonlyMap<number, KnownStatement> {
    const found = new Map<number, KnownStatement>();
    for (const { known, start } of this.#kept) {
      const end = known.end + start - known.start;
      found.set(start, start === known.start ? known : { ...known, start, end });
    }
    for (const added of this.#added) found.set(added.start, added);
    return found;
  }
}

/** Where the first line above `offset` starts that is no `##` line: what the doc of a statement reads. */
function startOfDoc(text: string, offset: number): number {
  let start = text.lastIndexOf("\n", offset - 1) + 1;
  while (start > 0) {
    const above = text.lastIndexOf("\n", start - 2) + 1;
    const isDoc = text.slice(above, start - 1).trimStart().startsWith("##");
    start = above;
    if (!isDoc) break;
  }
  return start;
}

/** Every span in a statement, once: parts may share theirs. */
function spansIn(statement: Statement): MovableSpan[] {
  const found = new Set<MovableSpan>();
  const visit = (part: unknown): void => {
    if (typeof part !== "object" || part === null) return;
    if (Array.isArray(part)) {
      for (const each of part) visit(each);
    } else if (isSpan(part)) {
      found.add(part);
    } else {
      for (const key in part) visit((part as Readonly<Record<string, unknown>>)[key]);
    }
  };
  visit(statement);
  return [...found];
}

function isSpan(part: object): part is MovableSpan {
  const { start, end } = part as { readonly start?: unknown; readonly end?: unknown };
  return typeof start === "number" && typeof end === "number";
}
