/**
 * Names of a clause that cannot be nil, because the clauses above take every value where they are:
 * after `P(x, nil) => …` the `y` of `P(x, y)` is no option any more.
 *
 * A name is such a one when the pattern with `nil` in its place would never be reached; that is asked
 * of the search that also tells clauses never reached, so it sees through tuples, constructors,
 * records and lists alike.
 *
 * @module
 */
import type { Pattern } from "../syntax/ast.ts";
import { ANY, optionItem } from "../types/build.ts";
import { settled } from "../types/settled.ts";
import type { Type } from "../types/type.ts";
import type { Context } from "./context.ts";
import { isReachable } from "./exhaustive.ts";
import { type Space, spaceOf, type SpaceSource } from "./pattern_space.ts";

/** A longer table of clauses is not searched. */
const CLAUSES_MAX = 100;

/** Rows looked at for one name; a name that takes more is left an option. */
const ROWS_MAX = 2_000;

/**
 * The places in `pattern` whose names cannot be nil.
 *
 * @param above the patterns of the clauses above it without guards, which have been bound
 * @param subject the type of what is matched
 */
export function nilFreePlaces(
  c: Context,
  above: readonly Pattern[],
  pattern: Pattern,
  subject: Type,
): ReadonlySet<Pattern> {
  if (above.length > CLAUSES_MAX || !above.some(mentionsNil)) return NONE;
  const places: Pattern[] = [];
  collect(pattern, places);
  if (places.length === 0) return NONE;
  const type = settled(subject);
  const source: SpaceSource = {
    symbolOf: (each) => c.names.uses.get(each),
    constructorsOf: c.constructorsOf,
    meaningOf: (each) => settled(c.writtenTypes.get(each.type) ?? ANY),
  };
  const spaces: Space[] = above.map((row) => spaceOf(source, row, type));
  const found = new Set<Pattern>();
  for (const place of places) {
    const asked = spaceOf({ ...source, nilAt: place }, pattern, type);
    if (!isReachable(source, spaces, asked, type, { rows: ROWS_MAX })) found.add(place);
  }
  return found;
}

/** The type of a name at a place: without nil where it cannot be. */
export function nilFree(c: Context, place: Pattern, type: Type): Type {
  if (!c.nilFree.has(place)) return type;
  return optionItem(c.solver.force(type)) ?? type;
}

const NONE: ReadonlySet<Pattern> = new Set();

function mentionsNil(pattern: Pattern): boolean {
  if (pattern.kind === "literal") return pattern.value.kind === "nil";
  return partsOf(pattern).some(mentionsNil);
}

function partsOf(pattern: Pattern): readonly Pattern[] {
  switch (pattern.kind) {
    case "listPattern":
      return [...pattern.before, ...pattern.after];
    case "tuplePattern":
      return pattern.items;
    case "recordPattern":
      return pattern.fields.map((field) => field.pattern);
    case "constructorPattern":
      return (pattern.args ?? []).map((arg) => arg.pattern);
    case "orPattern":
      return pattern.options;
    case "asPattern":
    case "typePattern":
      return [pattern.pattern];
    default:
      return [];
  }
}

/** Names inside alternatives are left out: what one of them excludes, another may let through. */
function collect(pattern: Pattern, into: Pattern[]): void {
  if (pattern.kind === "bind") into.push(pattern);
  else if (pattern.kind !== "orPattern" && pattern.kind !== "typePattern") {
    for (const part of partsOf(pattern)) collect(part, into);
  }
}
