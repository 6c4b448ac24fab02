/**
 * What could have stood where the parser stopped, by the node it was in and what it had read of it.
 *
 * @module
 */
import type { SyntaxNode } from "@lezer/common";
import * as terms from "./terms.gen.ts";

/** What was expected. */
export interface Expected {
  /** A noun phrase: "a condition", "`in`". */
  readonly what: string;
  /** An example of the whole construct. */
  readonly hint?: string;
  /** True when it is the body of something. */
  readonly isBody?: boolean;
}

const bodyHint = "write `: value` on one line, `:` and an indented block, or `{ … }`";
const clauseHint = "a clause is `pattern => value`, clauses are separated by commas or new lines";

function body(of: string): Expected {
  return { what: `\`:\` or \`{\` and the body of ${of}`, hint: bodyHint, isBody: true };
}

/**
 * What was expected at an error node; null where many things could stand.
 *
 * @param lastToken Text of the token before the error, for what makes no node, such as `=>`.
 */
export function expectedAt(error: SyntaxNode, lastToken: string): Expected | null {
  let node: SyntaxNode | null = error;
  // A pattern that was read before the error, when we leave the node that recovery put both into.
  let past = 0;
  for (let level = 0; node && level < CLIMB_MAX; level++) {
    const parent: SyntaxNode | null = node.parent;
    if (!parent) return null;
    const before = past || previousId(node);
    past = 0;
    const isInserted = mayBeInserted(parent.type.id) &&
      (before === 0 || (parent.type.id === terms.TypePattern && isNoTypeTest(parent, lastToken)));
    if (!isInserted && !isLeaf(parent.type.id)) {
      return expectedIn(parent, before, lastToken);
    }
    if (parent.type.id === terms.TypePattern && before !== 0) past = terms.TypePattern;
    node = parent;
  }
  return null;
}

const CLIMB_MAX = 6;

/** The type of the sibling before a node, comments and errors left out; 0 for none. */
function previousId(node: SyntaxNode): number {
  let sibling = node.prevSibling;
  while (
    sibling &&
    (sibling.type.isError || sibling.type.id === terms.Comment ||
      sibling.type.id === terms.DocComment)
  ) sibling = sibling.prevSibling;
  return sibling?.type.id ?? 0;
}

/** Nodes that recovery makes up around an error, or that begin where the error is. */
function mayBeInserted(id: number): boolean {
  switch (id) {
    case terms.Body:
    case terms.Block:
    case terms.IndentedBlock:
    case terms.Operation:
    case terms.ReturnExpression:
    case terms.TypePattern:
    case terms.OrPattern:
    case terms.Postfix:
    case terms.Assignment:
    case terms.VariantField:
    case terms.Parameter:
    case terms.String:
      return true;
    default:
      return false;
  }
}

/** A type test that recovery made up, or that is none because it stands in a `for`. */
function isNoTypeTest(pattern: SyntaxNode, lastToken: string): boolean {
  const around = pattern.parent?.type.id;
  return lastToken !== ":" || around === terms.ForExpression || around === terms.ParallelFor ||
    around === terms.ForClause;
}

function isLeaf(id: number): boolean {
  switch (id) {
    case terms.VariableName:
    case terms.Constructor:
    case terms.Number:
    case terms.PropertyKey:
    case terms.Definition:
    case terms.ImportedName:
    case terms.TypeName:
    case terms.NamedType:
      return true;
    default:
      return false;
  }
}

function expectedIn(parent: SyntaxNode, before: number, lastToken: string): Expected | null {
  switch (parent.type.id) {
    case terms.LetStatement:
    case terms.VarStatement:
      if (before === terms._let) {
        return { what: "a name or a pattern", hint: "write `let name = value`" };
      }
      if (before === terms._var) {
        return {
          what: "a name",
          hint: "write `var name = value`; `let (a, b) = pair` takes a value apart",
        };
      }
      if (before === terms.Equals) return { what: "a value" };
      if (parent.getChild(terms.Equals)) return null;
      return { what: "`=` and a value", hint: "every binding has a value: `let name = value`" };
    case terms.Assignment:
    case terms.ArrowAssignment:
    case terms.Lambda:
    case terms.SpreadItem:
    case terms.DefaultParameter:
      return { what: "a value" };
    case terms.FunctionDeclaration:
      if (before === terms.Annotation) {
        return {
          what: "`fn`, `step` or `workflow`",
          hint: "an annotation stands above the function it is for",
        };
      }
      if (before === terms.Pub) return { what: "a declaration" };
      if (before === terms.Definition) {
        const word = ["workflow", "step"].find((each) => parent.getChild(each)) ?? "fn";
        return { what: "`(` and the parameters", hint: `write \`${word} name(a, b): …\`` };
      }
      if (before === terms.ParameterList || before === terms.ReturnType) {
        return body("the function");
      }
      return { what: "the function's name", hint: "write `fn name(a, b): …`" };
    case terms.FunctionExpression:
      return before === terms.fn
        ? { what: "`(` and the parameters", hint: "write `fn(a, b): …` or `(a, b) => …`" }
        : body("the function");
    case terms.ReturnType:
    case terms.TypeAnnotation:
    case terms.CastSuffix:
    case terms.ListType:
    case terms.FunctionType:
    case terms.TypePattern:
      return {
        what: "a type",
        hint: "types are `Int` `String` `[Int]` `Map<Int>` `{name: String}` `Int?` `(Int) -> Int`",
      };
    case terms.TypeArguments:
    case terms.TypeParameters:
      return { what: "`,` or `>`" };
    case terms.FieldType:
      return {
        what: lastToken === ":" ? "a type" : "`:` and a type",
        hint: "write `{name: String, age: Int}`",
      };
    case terms.RecordType:
      return { what: "a field", hint: "write `{name: String, age: Int}`" };
    case terms.Parameter:
      return {
        what: "`,` or `)`",
        hint: "parameters are `name`, `name: Type` or `name = value`, with commas between",
      };
    case terms.ParameterList:
      return before === 0 || lastToken === ","
        ? { what: "a parameter" }
        : { what: "`,` or `)`", hint: "parameters are separated by commas" };
    default:
      return expectedInControl(parent, before, lastToken) ??
        expectedInRest(parent, before, lastToken);
  }
}

function expectedInControl(
  parent: SyntaxNode,
  before: number,
  lastToken: string,
): Expected | null {
  switch (parent.type.id) {
    case terms.IfExpression:
      if (before === terms._if) return { what: "a condition" };
      return body(before === terms._else ? "the `else`" : "the `if`");
    case terms.WhileExpression:
      return before === terms._while ? { what: "a condition" } : body("the `while`");
    case terms.Guard:
    case terms.IfClause:
      return { what: "a condition" };
    case terms.ForExpression:
    case terms.ParallelFor:
    case terms.ForClause:
      if (before === terms._for) {
        return { what: "a name or a pattern", hint: "write `for x in xs { … }`" };
      }
      if (before === terms._in) {
        return { what: "what to go through", hint: "write `for x in xs { … }`" };
      }
      if (before === terms.parallel) return { what: "`for`" };
      if (isPatternNode(before)) return { what: "`in`", hint: "write `for x in xs { … }`" };
      return parent.type.id === terms.ForClause ? null : body("the `for`");
    case terms.MatchExpression:
      return before === terms.match
        ? { what: "a value", hint: "write `match value { pattern => …, _ => … }`" }
        : {
          what: "`{` and the clauses",
          hint: parent.prevSibling?.type.id === terms.Operator
            ? "a pipe goes into a function: write `match value { pattern => …, _ => … }`"
            : "write `match value { pattern => …, _ => … }`",
          isBody: true,
        };
    case terms.MatchBraces:
    case terms.MatchIndented:
      return { what: "a clause", hint: clauseHint };
    case terms.Clause:
      return lastToken === "=>" || lastToken === "->"
        ? { what: "a value", hint: clauseHint }
        : before === 0
        ? { what: "a pattern", hint: clauseHint }
        : { what: "`=>` and a value", hint: clauseHint };
    case terms.TryExpression:
      return body("the `try`");
    case terms.CatchClause:
      return lastToken === "=>" || lastToken === "->"
        ? { what: "a value", hint: "write `catch e => …`" }
        : before === terms._catch
        ? { what: "a pattern", hint: 'write `catch e => …`, or `catch {kind: "timeout"} => …`' }
        : { what: "`=>` and a value", hint: "write `catch e => …`" };
    case terms.RaiseExpression:
      return {
        what: "a message",
        hint: 'write `raise "message"` or `raise {kind: "…", message: "…"}`',
      };
    case terms.CheckpointExpression:
      return before === terms.checkpoint
        ? { what: "a label", hint: 'write `checkpoint "label": expression`' }
        : body("the `checkpoint`");
    case terms.ParallelExpression:
      return { what: "`{` and the entries, or `for`", hint: "write `parallel { a: f(), b: g() }`" };
    default:
      return null;
  }
}

function expectedInRest(parent: SyntaxNode, before: number, lastToken: string): Expected | null {
  switch (parent.type.id) {
    case terms.PythonCall:
      if (before === terms.String) {
        return {
          what: "the function's name in quotes, and then its arguments",
          hint: 'write `python "math" "sqrt" (16.0)`',
        };
      }
      return { what: "the module's name in quotes", hint: 'write `python "math" "sqrt" (16.0)`' };
    case terms.ImportDeclaration: {
      const hint = 'write `import "./file.zixir"` or `import name from "./file.zixir"`';
      if (before === terms.as) return { what: "a name", hint };
      if (before === terms.from) return { what: "a file in quotes", hint };
      if (before === terms.python) {
        return { what: "a module in quotes", hint: 'write `import python "math"`' };
      }
      return before === terms.ImportedName
        ? { what: lastToken === "," ? "a name" : "`from` and a file in quotes", hint }
        : { what: "a file in quotes, or names", hint };
    }
    case terms.TypeDeclaration: {
      const hint = "write `type Name = {field: Type}` or `type Name = A | B(Type)`";
      if (before === terms.type) return { what: "the type's name", hint };
      if (before === terms.Equals) return { what: "a type", hint };
      if (before === terms.TypeDefinition || before === terms.TypeParameters) {
        return { what: "`=` and the type", hint };
      }
      return lastToken === "|" ? { what: "a constructor", hint } : null;
    }
    case terms.ScheduleDeclaration:
      return before === terms.schedule
        ? { what: "the times in quotes", hint: 'write `schedule "0 2 * * *" nightly()`' }
        : { what: "the call of a workflow", hint: 'write `schedule "0 2 * * *" nightly()`' };
    case terms.Field: {
      const hint = 'entries are `name: value`, `"text": value`, `...record` or `name`';
      return { what: lastToken === ":" ? "a value" : "`:` and a value", hint };
    }
    case terms.Record:
    case terms.ParallelEntries:
      return before === 0 || lastToken === ","
        ? {
          what: "an entry",
          hint: 'entries are `name: value`, `"text": value`, `...record` or `name`',
        }
        : { what: "`,` or `}`" };
    case terms.RecordPattern:
    case terms.FieldPattern:
      return { what: "`,` or `}`", hint: "write `{name, age: a}`" };
    case terms.NamedArgument:
    case terms.TypedParameter:
      return { what: "a value" };
    case terms.ArgumentList:
      return before === 0 || lastToken === "," ? { what: "an argument" } : { what: "`,` or `)`" };
    case terms.PatternArguments:
    case terms.TuplePattern:
      return { what: before === 0 || lastToken === "," ? "a pattern" : "`,` or `)`" };
    case terms.VariantFields:
    case terms.TypeList:
      return { what: before === 0 || lastToken === "," ? "a type" : "`,` or `)`" };
    case terms.List:
    case terms.ListPattern:
      return before === 0 || lastToken === "," ? { what: "an element" } : { what: "`,` or `]`" };
    case terms.Subscript:
      return before === 0 ? { what: "an index" } : { what: "`]`" };
    case terms.Member:
      return { what: "the name of a field" };
    case terms.Annotation:
      return { what: "the name of an annotation", hint: "write `@retry(3)`" };
    case terms.Interpolation:
    case terms.LongInterpolation:
      return before === 0
        ? { what: "an expression" }
        : { what: "`}`", hint: "an interpolation holds one expression: `${name}`" };
    case terms.AsPattern:
      return { what: "a name" };
    case terms.OrPattern:
    case terms.RangePattern:
      return { what: "a pattern" };
    default:
      return null;
  }
}

function isPatternNode(id: number): boolean {
  switch (id) {
    case terms.Definition:
    case terms.TuplePattern:
    case terms.ListPattern:
    case terms.RecordPattern:
    case terms.ConstructorPattern:
    case terms.TypePattern:
    case terms.AsPattern:
    case terms.OrPattern:
      return true;
    default:
      return false;
  }
}
