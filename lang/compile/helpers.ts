/**
 * Names of the run-time support that generated code calls. The runtime implements exactly these
 * (`runtime/support/`), and nothing else is in scope of a compiled program.
 *
 * @module
 */

/** Every helper; what each does is said at its implementation. */
export const HELPERS = [
  // representation
  "box",
  "unbox",
  "Float",
  // arithmetic: Int only
  "addInt",
  "subInt",
  "mulInt",
  "negInt",
  "floorDivInt",
  "modInt",
  "powInt",
  "divideInt",
  // arithmetic: Float only
  "divideFloat",
  "floorDivFloat",
  "modFloat",
  // arithmetic on slots of any kind
  "add",
  "sub",
  "mul",
  "div",
  "floorDiv",
  "quotient",
  "mod",
  "pow",
  "neg",
  // comparison
  "equal",
  "anyEqual",
  "less",
  "lessEqual",
  "greater",
  "greaterEqual",
  "contains",
  "truth",
  // text
  "display",
  "floatText",
  // lists
  "list",
  "release",
  "concat",
  "at",
  "indexFloat",
  "indexPlain",
  "slice",
  "floats",
  "floatsOf",
  "rangeList",
  "items",
  "loopBound",
  // records, maps, tuples, other values
  "key",
  "put",
  "Tuple",
  "range",
  "Duration",
  "Size",
  "constructor",
  // values whose type only the run knows
  "spread",
  "anyField",
  "anyOptionalField",
  "anyTupleField",
  "anyIndex",
  "anyCall",
  "anyMethod",
  "pythonModule",
  "pythonCall",
  // types at run time
  "decode",
  "check",
  "convert",
  "fits",
  // patterns
  "isListValue",
  "isTupleOf",
  "isRecordWith",
  "isVariantOf",
  "inRange",
  "noMatch",
  "noBinding",
  // errors
  "raise",
  "caught",
  "errorValue",
  // control
  "budget",
  "tick",
  "tickCall",
  "host",
  // workflows
  "callFlow",
  "parallel",
  "parallelFor",
  "checkpoint",
] as const;

/** Name of a helper. */
export type Helper = typeof HELPERS[number];
