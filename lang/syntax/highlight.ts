/**
 * Which highlighting tag each node of the grammar has: one table for the terminal, editors and the
 * browser.
 *
 * @module
 */
import type { NodePropSource } from "@lezer/common";
import { styleTags, tags } from "@lezer/highlight";

/** The tags of the grammar's nodes, named by `@external propSource` in `zixir.grammar`. */
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
