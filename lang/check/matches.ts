/**
 * Reports matches that are not complete, and clauses that are never reached, when types are known.
 *
 * @module
 */
import type { Clause, Pattern } from "../syntax/ast.ts";
import { ANY } from "../types/build.ts";
import { settled } from "../types/settled.ts";
import type { Type } from "../types/type.ts";
import type { ConstructorFields } from "./checked.ts";
import type { Context } from "./context.ts";
import { examplesNotCovered, isReachable } from "./exhaustive.ts";
import { type Space, spaceOf, type SpaceSource } from "./pattern_space.ts";

/** Looks at every match and every catch of a file. */
export function checkMatches(
  c: Context,
  constructorsOf: (type: Type) => readonly ConstructorFields[] | null,
): void {
  const source: SpaceSource = {
    symbolOf: (pattern) => c.names.uses.get(pattern),
    constructorsOf,
    meaningOf: (pattern) => settled(c.writtenTypes.get(pattern.type) ?? ANY),
  };
  for (const { span, head, clauses, subject, mustCover } of c.matches) {
    if (c.report.isBroken(span) || clauses.some(({ pattern }) => hasError(c, pattern))) continue;
    const type = settled(subject);
    const covered = reachedSpaces(c, source, clauses, type);
    if (!mustCover) continue;
    const examples = examplesNotCovered(source, covered, type);
    if (examples.length === 0) continue;
    const shown = examples.length === 1
      ? examples[0]
      : `${examples.slice(0, -1).join(", ")} and ${examples[examples.length - 1]}`;
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
): Space[] {
  const covered: Space[] = [];
  for (const clause of clauses) {
    const space = spaceOf(source, clause.pattern, type);
    if (covered.length > 0) {
      if (!isReachable(source, covered, space, type)) {
        c.report.warning("W0201", "match", "this clause is never reached", clause.pattern.span, {
          hint: "the clauses above match all of its values: move it up, or take it out",
        });
      } else if (clause.pattern.kind === "orPattern" && space.kind === "choice") {
        warnOfOptions(c, source, clause.pattern.options, space.options, covered, type);
      }
    }
    if (clause.guard === null) covered.push(space);
  }
  return covered;
}

function warnOfOptions(
  c: Context,
  source: SpaceSource,
  patterns: readonly Pattern[],
  spaces: readonly Space[],
  covered: readonly Space[],
  type: Type,
): void {
  spaces.forEach((space, i) => {
    if (isReachable(source, [...covered, ...spaces.slice(0, i)], space, type)) return;
    c.report.warning("W0201", "match", "this alternative is never reached", patterns[i].span, {
      hint: "the patterns before it match all of its values: take it out",
    });
  });
}
