/**
 * Which highlighting tag each node of the grammar has: one table for the terminal, editors and the
 * browser.
 *
 * The parser that runs programs goes without: loading the tags takes milliseconds of every start.
 *
 * @module
 */
import type { NodePropSource } from "@lezer/common";
import { styleTags, tags } from "@lezer/highlight";
import type { LRParser } from "@lezer/lr";
import { parser } from "./parser.ts";

/** The tags of the grammar's nodes. */
export const highlighting: NodePropSource = styleTags({
  "let var fn type step workflow schedule": tags.definitionKeyword,
  "if else match for while return break continue try catch raise": tags.controlKeyword,
  "parallel checkpoint python": tags.controlKeyword,
  "import from Pub/pub": tags.moduleKeyword,
  "in LogicWord not as": tags.operatorKeyword,
  BooleanLiteral: tags.bool,
  Nil: tags.null,
  Number: tags.number,
  Quantity: tags.unit,
  "String/...": tags.string,
  Escape: tags.escape,
  "Interpolation/... LongInterpolation/...": tags.special(tags.brace),
  Comment: tags.lineComment,
  DocComment: tags.docComment,
  VariableName: tags.variableName,
  Definition: tags.definition(tags.variableName),
  "FunctionDeclaration/Definition": tags.function(tags.definition(tags.variableName)),
  "ArgumentName PropertyKey PropertyName": tags.propertyName,
  Constructor: tags.typeName,
  "TypeName TypeDefinition": tags.typeName,
  AnnotationName: tags.annotation,
  Not: tags.logicOperator,
  "< >": tags.compareOperator,
  "Operator Minus RangeOp": tags.operator,
  "UpdateOp =": tags.definitionOperator,
  "=>": tags.punctuation,
  "( )": tags.paren,
  "[ ]": tags.squareBracket,
  "{ }": tags.brace,
});

/**
 * The parser whose trees `highlightTree` of `@lezer/highlight` can colour; the same parse tables.
 *
 * @example
 * ```ts
 * import { highlightTree, tagHighlighter, tags } from "@lezer/highlight";
 * import { highlightingParser } from "./highlight.ts";
 * const style = tagHighlighter([{ tag: tags.number, class: "number" }]);
 * const found: string[] = [];
 * highlightTree(highlightingParser.parse("x + 42"), style, (from, to) => found.push(`${from}-${to}`));
 * if (found.join() !== "4-6") throw new Error(found.join());
 * ```
 */
export const highlightingParser: LRParser = parser.configure({ props: [highlighting] });
