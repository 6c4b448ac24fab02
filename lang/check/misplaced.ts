/**
 * Arguments that are right but stand in another order than the parameters: one mistake, so one error.
 *
 * @module
 */
import type { Expr } from "../syntax/ast.ts";
import { isCon } from "../types/build.ts";
import { resolve, type Type } from "../types/type.ts";
import type { Plan, Signature } from "./calls.ts";
import type { Context } from "./context.ts";

/** An argument that does not fit where it stands. */
interface Misplaced {
  readonly arg: Expr;
  readonly index: number;
  readonly given: string;
  readonly wanted: string;
}

/**
 * Reports arguments that would fit in another order, once.
 *
 * Only what is plain to see counts: literals, names, and parameters of types without parts.
 *
 * @returns the arguments that the report was about; they are not to be checked again
 */
export function reportMisplaced(
  c: Context,
  { name, names }: Signature,
  plan: Plan,
  params: readonly Type[],
): ReadonlySet<Expr> {
  const found: Misplaced[] = [];
  plan.forEach((arg, index) => {
    if (arg.kind === "default" || arg.kind === "invalid" || index >= params.length) return;
    const given = nameOfArgument(c, arg);
    const wanted = nameOfType(params[index]);
    if (given === null || wanted === null || isFit(given, wanted)) return;
    found.push({ arg, index, given, wanted });
  });
  const early = functionTooEarly(c, plan, params, found);
  if (early !== null) {
    c.error(
      "E0220",
      "type",
      `arguments ${early[0].index + 1} and ${early[1].index + 1} of ${name} are swapped: ` +
        "the function comes after the value",
      { start: early[0].arg.span.start, end: early[1].arg.span.end },
      { hint: `its parameters are ${names.map((each) => each ?? "_").join(", ")}` },
    );
    return new Set(early.map(({ arg }) => arg));
  }
  if (found.length < 2 || !isOneOrder(found)) return NONE;
  const wanted = listed(found.map((each) => each.wanted));
  const given = listed(found.map((each) => each.given));
  const which = found.length === plan.length
    ? `the arguments of ${name}`
    : `arguments ${listed(found.map(({ index }) => String(index + 1)))} of ${name}`;
  const what = found.length === 2 ? "swapped" : "in another order";
  const starts = found.map(({ arg }) => arg.span.start);
  const ends = found.map(({ arg }) => arg.span.end);
  c.error(
    "E0220",
    "type",
    `${which} are ${what}: expected ${wanted}, got ${given}`,
    { start: Math.min(...starts), end: Math.max(...ends) },
    { hint: `its parameters are ${names.map((each) => each ?? "_").join(", ")}` },
  );
  return new Set(found.map(({ arg }) => arg));
}

const NONE: ReadonlySet<Expr> = new Set();

/** Whether the arguments, in some order, have just the types that are wanted. */
function isOneOrder(found: readonly Misplaced[]): boolean {
  const sorted = (names: readonly string[]): string => [...names].sort().join();
  return sorted(found.map(({ given }) => given)) === sorted(found.map(({ wanted }) => wanted));
}

/** A lambda where anything may stand, and a value where a function is wanted: `reduce(xs, f, 0)`. */
function functionTooEarly(
  c: Context,
  plan: Plan,
  params: readonly Type[],
  found: readonly Misplaced[],
): readonly { readonly arg: Expr; readonly index: number }[] | null {
  const [wrong] = found;
  if (found.length !== 1 || wrong.wanted !== FUNCTION) return null;
  const index = plan.findIndex((arg, i) =>
    i < wrong.index && arg.kind !== "default" && resolve(params[i]).kind === "var" &&
    nameOfArgument(c, arg) === FUNCTION
  );
  return index < 0 ? null : [{ arg: plan[index] as Expr, index }, wrong];
}

function isFit(given: string, wanted: string): boolean {
  return given === wanted || wanted === LIST && given === "Range" ||
    wanted === "Num" && (given === "Int" || given === "Float") ||
    wanted === "Float" && (given === "Int" || given === "Num");
}

function listed(words: readonly string[]): string {
  return `${words.slice(0, -1).join(", ")} and ${words[words.length - 1]}`;
}

const FUNCTION = "a function";
const LIST = "a list";

/** What an argument is plain to see to be; null for what is not looked at yet. */
function nameOfArgument(c: Context, arg: Expr): string | null {
  switch (arg.kind) {
    case "lambda":
      return FUNCTION;
    case "list":
    case "comprehension":
      return LIST;
    case "name": {
      const definition = c.names.uses.get(arg);
      if (definition?.kind === "function") return FUNCTION;
      if (definition?.kind === "host" && definition.parameters !== null) return FUNCTION;
      break;
    }
    default:
      break;
  }
  return nameOfType(c.typeOf(arg));
}

/** The name of a type without parts, or that it is a list or a function; null for any other. */
function nameOfType(type: Type): string | null {
  const found = resolve(type);
  if (found.kind === "function") return FUNCTION;
  if (isCon(found, "List")) return LIST;
  const isBasic = found.kind === "con" && found.args.length === 0 && !isCon(found, "Any") &&
    !isCon(found, "Wrong") && !isCon(found, "Never");
  return isBasic ? found.name : null;
}
