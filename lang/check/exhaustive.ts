/**
 * Completeness of matches: which values no clause matches, and which clauses nothing reaches.
 *
 * The matrix algorithm of Maranget, "Warnings for pattern matching" (Journal of Functional
 * Programming, 2007): a row per clause, a column per part of the value. The first column is taken
 * apart constructor by constructor until either a row of anything is left or an example is found.
 * Lists are constructors by length: every length that the patterns tell apart, and all longer ones.
 *
 * Where the values of a column are open (`Any`, a type still general), the patterns in it count as
 * complete; the run looks. The work is bounded by a {@linkcode Budget}: when that is used up, a match
 * counts as complete and a clause as reached.
 *
 * @module
 */
import { BOOL, isCon, optionItem } from "../types/build.ts";
import { settled } from "../types/settled.ts";
import type { Type } from "../types/type.ts";
import {
  ANYTHING,
  constructorHead,
  type Head,
  leaf,
  lengthHead,
  numberHead,
  someHead,
  type Space,
  type SpaceSource,
  tupleHead,
} from "./pattern_space.ts";

/** How many rows may still be looked at. */
export interface Budget {
  rows: number;
}

/** How many examples a message shows at most. */
const EXAMPLES_MAX = 3;

type Row = readonly Space[];

/**
 * Examples of values that no row matches, in Zixir notation; empty when the rows are complete.
 *
 * @param source knows the constructors of types
 * @param spaces the patterns of the clauses without guards, in order
 * @param type what they are matched with, settled
 */
export function examplesNotCovered(
  source: SpaceSource,
  spaces: readonly Space[],
  type: Type,
  budget: Budget,
): string[] {
  return new Search(source, budget).examples(expand(spaces.map((space) => [space])), type);
}

/** Whether some value matches `space` and none of the `before`. */
export function isReachable(
  source: SpaceSource,
  before: readonly Space[],
  space: Space,
  type: Type,
  budget: Budget,
): boolean {
  return new Search(source, budget).useful(expand(before.map((each) => [each])), [space], [type]);
}

/** Replaces choices in the first column by a row each. */
function expand(rows: readonly Row[]): Row[] {
  const result: Row[] = [];
  for (const row of rows) {
    const [first, ...rest] = row;
    if (first?.kind !== "choice") result.push(row);
    else {for (const each of expand(first.options.map((option) => [option, ...rest]))) {
        result.push(each);
      }}
  }
  return result;
}

function headsOf(rows: readonly Row[]): Space[] {
  return rows.map((row) => row[0]).filter((space) => space !== undefined && space.kind !== "any");
}

/** The rows that match values built by `head`, with its parts as columns. */
function specialise(rows: readonly Row[], head: Head): Row[] {
  const result: Row[] = [];
  for (const [first, ...rest] of rows) {
    const parts = partsFor(first, head);
    if (parts !== null) result.push([...parts, ...rest]);
  }
  return expand(result);
}

function partsFor(space: Space, head: Head): readonly Space[] | null {
  const count = head.types.length;
  switch (space.kind) {
    case "any":
      return new Array(count).fill(ANYTHING);
    case "head":
      return space.head.key === head.key || isWithin(head, space.head) ? space.parts : null;
    case "rest": {
      const gap = count - space.before.length - space.after.length;
      if (gap < 0) return null;
      return [...space.before, ...new Array(gap).fill(ANYTHING), ...space.after];
    }
    case "fields":
      return head.key.split("\u0000").slice(1).map((name) => space.fields.get(name) ?? ANYTHING);
    case "choice":
      return null;
  }
}

/** Whether every number of `head` is one of `whole`. */
function isWithin({ span }: Head, { span: whole }: Head): boolean {
  return span !== undefined && whole !== undefined && span.from >= whole.from &&
    span.to <= whole.to;
}

/** The pieces of a range of Ints that the numbers and ranges among `used` tell apart. */
function pieces(head: Head, used: readonly Space[]): Head[] {
  const { span } = head;
  if (span === undefined || span.from >= span.to) return [head];
  const cuts = new Set<bigint>([span.from]);
  for (const space of used) {
    const other = space.kind === "head" ? space.head.span : undefined;
    if (other === undefined) continue;
    for (const cut of [other.from, other.to + 1n]) {
      if (cut > span.from && cut <= span.to) cuts.add(cut);
    }
  }
  const starts = [...cuts].sort((a, b) => a < b ? -1 : 1);
  return starts.map((from, i) =>
    numberHead(from, i + 1 < starts.length ? starts[i + 1] - 1n : span.to)
  );
}

class Search {
  readonly #source: SpaceSource;
  readonly #budget: Budget;

  constructor(source: SpaceSource, budget: Budget) {
    this.#source = source;
    this.#budget = budget;
  }

  /** One example for each constructor of the whole value that is not covered. */
  examples(rows: readonly Row[], type: Type): string[] {
    const heads = this.complete(type, headsOf(rows));
    if (heads === null) return (this.missing(rows, [type]) ?? []).slice(0, 1);
    const examples: string[] = [];
    for (const head of heads) {
      const inner = specialise(rows, head);
      if (head.key === "some" && headsOf(inner).length > 0) {
        examples.push(...this.examples(inner, settled(head.types[0])));
        continue;
      }
      const found = this.missing(inner, head.types);
      if (found !== null) examples.push(head.show(found));
    }
    return examples.slice(0, EXAMPLES_MAX);
  }

  #isSpent(rows: readonly Row[]): boolean {
    this.#budget.rows -= rows.length + 1;
    return this.#budget.rows < 0;
  }

  /** Parts of a value that no row matches, one for each column; null when there is none. */
  missing(rows: readonly Row[], types: readonly Type[]): string[] | null {
    if (this.#isSpent(rows)) return null;
    if (types.length === 0) return rows.length === 0 ? [] : null;
    const [type, ...rest] = types;
    const used = headsOf(rows);
    const heads = used.length === 0 ? null : this.complete(settled(type), used);
    if (heads !== null) {
      for (const head of heads) {
        const found = this.missing(specialise(rows, head), [...head.types, ...rest]);
        if (found === null) continue;
        const count = head.types.length;
        return [head.show(found.slice(0, count)), ...found.slice(count)];
      }
      return null;
    }
    const others = rows.filter(([first]) => first.kind === "any").map((row) => row.slice(1));
    if (used.length > 0 && others.length === 0 && isOpen(settled(type))) return null;
    const found = this.missing(expand(others), rest);
    return found === null ? null : [used.length === 0 ? "_" : otherThan(type, used), ...found];
  }

  /** Whether some value matches `row` and none of `rows`. */
  useful(rows: readonly Row[], row: Row, types: readonly Type[]): boolean {
    if (this.#isSpent(rows)) return true;
    if (types.length === 0) return rows.length === 0;
    const [type, ...rest] = types;
    const [first, ...others] = row;
    switch (first.kind) {
      case "choice":
        return first.options.some((option) => this.useful(rows, [option, ...others], types));
      case "head":
        if (first.head.key.startsWith("list ")) break;
        return (isCon(settled(type), "Int") ? pieces(first.head, headsOf(rows)) : [first.head])
          .some((head) =>
            this.useful(
              specialise(rows, head),
              [...first.parts, ...others],
              [...head.types, ...rest],
            )
          );
      default:
        break;
    }
    const used = headsOf([...rows, row]);
    const heads = used.length === 0 ? null : this.complete(settled(type), used);
    if (heads !== null) {
      return heads.some((head) => {
        const parts = partsFor(first, head);
        return parts !== null &&
          this.useful(specialise(rows, head), [...parts, ...others], [...head.types, ...rest]);
      });
    }
    const left = rows.filter(([each]) => each.kind === "any").map((each) => each.slice(1));
    return this.useful(expand(left), others, rest);
  }

  /** All constructors of a type, as far as the patterns tell them apart; null when there is no end. */
  complete(type: Type, used: readonly Space[]): Head[] | null {
    const item = optionItem(type);
    if (item !== null) return [leaf("nil"), someHead(item)];
    if (type.kind === "tuple") return [tupleHead(type.items)];
    if (type.kind === "record") return [recordHead(type, used)];
    if (type.kind !== "con") return null;
    switch (type.id) {
      case BOOL.id:
        return [leaf("true"), leaf("false")];
      case "Nil":
        return [leaf("nil")];
      case "Num": {
        const areTypes = used.every((space) =>
          space.kind === "head" && (space.head.key === "Int" || space.head.key === "Float")
        );
        return areTypes ? [leaf("Int", "an Int"), leaf("Float", "a Float")] : null;
      }
      case "List":
        return listHeads(type.args[0], used);
      default:
        return this.#source.constructorsOf(type)?.map(constructorHead) ?? null;
    }
  }
}

function recordHead(type: Type & { kind: "record" }, used: readonly Space[]): Head {
  const names = new Set<string>();
  for (const space of used) {
    if (space.kind === "fields") { for (const name of space.fields.keys()) names.add(name); }
  }
  const list = [...names];
  return {
    key: ["record", ...list].join("\u0000"),
    types: list.map((name) => type.fields.get(name) as Type),
    show: (parts) => {
      const shown = list.map((name, i) => `${name}: ${parts[i]}`).filter((_, i) =>
        parts[i] !== "_"
      );
      return shown.length === 0 ? "_" : `{${shown.join(", ")}}`;
    },
  };
}

/** Every length that some pattern tells apart, and one constructor for all longer lists. */
function listHeads(item: Type, used: readonly Space[]): Head[] {
  let before = 0;
  let after = 0;
  let longest = -1;
  let hasRest = false;
  for (const space of used) {
    if (space.kind === "rest") {
      hasRest = true;
      before = Math.max(before, space.before.length);
      after = Math.max(after, space.after.length);
    } else if (space.kind === "head") {
      longest = Math.max(longest, space.parts.length);
    }
  }
  const many = Math.max(longest + 1, before + after);
  const heads: Head[] = [];
  for (let length = 0; length < many; length++) heads.push(lengthHead(length, item));
  heads.push({
    key: "list many",
    types: new Array(many).fill(item),
    show: (parts) => {
      const shown = hasRest ? parts.slice(0, before) : parts;
      const last = hasRest ? parts.slice(parts.length - after).filter((_, i) => i < after) : [];
      return `[${[...shown, "..", ...(after > 0 ? last : [])].join(", ")}]`;
    },
  });
  return heads;
}

function isOpen(type: Type): boolean {
  return type.kind === "var" || type.kind === "function" ||
    (type.kind === "con" && (type.id === "Any" || type.id === "Map" || type.id === "Wrong"));
}

/** A value of a type with no end of values that none of the patterns is. */
function otherThan(type: Type, used: readonly Space[]): string {
  const keys = new Set(used.map((space) => space.kind === "head" ? space.head.key : ""));
  const found = settled(type);
  if (isCon(found, "String")) {
    return keys.has('""') ? (keys.has('"..."') ? '"other"' : '"..."') : '""';
  }
  const ranges = [...keys].map(rangeOf);
  if (isCon(found, "Int") || isCon(found, "Float") || isCon(found, "Num")) {
    let n = 0;
    while (keys.has(String(n)) || ranges.some((range) => range(n))) n++;
    return isCon(found, "Float") ? `${n}.0` : String(n);
  }
  return "_";
}

/** Whether a number is in the range that a key stands for. */
function rangeOf(key: string): (n: number) => boolean {
  const found = /^(-?\d+)\.\.(=?)(-?\d+)$/.exec(key);
  if (found === null) return () => false;
  const [start, end] = [Number(found[1]), Number(found[3])];
  return (n) => n >= start && (found[2] === "=" ? n <= end : n < end);
}
