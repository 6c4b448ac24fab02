/**
 * Reports matches that are not complete, and clauses that are never reached, when types are known.
 *
 * @module
 */
import type { Clause, Pattern } from "../syntax/ast.ts";
import { ANY } from "../types/build.ts";
import { settled } from "../types/settled.ts";
import type { Type } from "../types/type.ts";
import type { Context } from "./context.ts";
import { type Budget, examplesNotCovered, isReachable } from "./exhaustive.ts";
import { type Space, spaceOf, type SpaceSource } from "./pattern_space.ts";

/** Rows looked at for one match, and for all of a file: about a second of work. */
const MATCH_ROWS_MAX = 1_000_000;
const FILE_ROWS_MAX = 10_000_000;

/** Looks at every match and every catch of a file. */
export function checkMatches(c: Context): void {
  const source: SpaceSource = {
    symbolOf: (pattern) => c.names.uses.get(pattern),
    constructorsOf: c.constructorsOf,
    meaningOf: (pattern) => settled(c.writtenTypes.get(pattern.type) ?? ANY),
  };
  let rowsLeft = FILE_ROWS_MAX;
  for (const { span, head, clauses, subject, mustCover } of c.matches) {
    if (c.report.isBroken(span) || clauses.some(({ pattern }) => hasError(c, pattern))) continue;
    const type = settled(subject);
    const budget: Budget = { rows: Math.min(rowsLeft, MATCH_ROWS_MAX) };
    const before = budget.rows;
    const covered = reachedSpaces(c, source, clauses, type, budget);
    if (!mustCover) continue;
    const examples = examplesNotCovered(source, covered, type, budget);
    rowsLeft -= before - Math.max(budget.rows, 0);
    if (examples.length === 0) continue;
    const shown = examples.length === 1
      ? examples[0]
      : `${examples.slice(0, -1).join(", ")} and ${examples[examples.length - 1]}`;
    if (clauses.length === 0) {
      c.error("E0240", "match", "this match has no clauses", head, {
        hint: "write a clause for each kind of value: `pattern => value`",
      });
      continue;
    }
    if (covered.length === 0) {
      c.error(
        "E0240",
        "match",
        "every clause of this match has a guard, which may not hold",
        head,
        {
          hint: "add a clause without guard: `_ => ...`",
        },
      );
      continue;
    }
    c.error("E0240", "match", `this match does not cover ${shown}`, head, {
      hint: `add a clause for ${
        examples.length === 1 ? "it" : "each"
      }, or \`_ => ...\` for everything else`,
    });
  }
}

function hasError(c: Context, pattern: Pattern): boolean {
  return c.report.hasErrorIn(pattern.span);
}

/** The patterns without guards; warns of clauses that those before them leave nothing to. */
function reachedSpaces(
  c: Context,
  source: SpaceSource,
  clauses: readonly Clause[],
  type: Type,
  budget: Budget,
): Space[] {
  const covered: Space[] = [];
  // Literals alone, as in a long table, need no search.
  let literals: Set<string> | null = new Set();
  for (const clause of clauses) {
    const space = spaceOf(source, clause.pattern, type);
    const literal = literals === null ? null : literalOf(space);
    const isReached = covered.length === 0 ||
      (literal === null
        ? isReachable(source, covered, space, type, budget)
        : !literals?.has(literal));
    if (!isReached) {
      c.report.warning("W0201", "match", "this clause is never reached", clause.pattern.span, {
        hint: "the clauses above match all of its values: move it up, or take it out",
      });
    } else if (clause.pattern.kind === "orPattern" && space.kind === "choice") {
      warnOfOptions(c, source, clause.pattern.options, space.options, covered, type, budget);
    }
    if (clause.guard !== null) continue;
    covered.push(space);
    const key = literalOf(space);
    if (key === null) literals = null;
    else literals?.add(key);
  }
  return covered;
}

/** The key of a pattern that is one value; null for any other. */
function literalOf(space: Space): string | null {
  if (space.kind !== "head" || space.parts.length > 0) return null;
  const { key, span } = space.head;
  return key.startsWith("list") || (span !== undefined && span.from !== span.to) ? null : key;
}

function warnOfOptions(
  c: Context,
  source: SpaceSource,
  patterns: readonly Pattern[],
  spaces: readonly Space[],
  covered: readonly Space[],
  type: Type,
  budget: Budget,
): void {
  spaces.forEach((space, i) => {
    if (isReachable(source, [...covered, ...spaces.slice(0, i)], space, type, budget)) return;
    c.report.warning("W0201", "match", "this alternative is never reached", patterns[i].span, {
      hint: "the patterns before it match all of its values: take it out",
    });
  });
}
