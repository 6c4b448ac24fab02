/**
 * Checks a text against a small table of host functions, for tests of the checker alone.
 *
 * @module
 */
import { type CheckedFile, checkModule } from "../../lang/check/check.ts";
import type { HostModule } from "../../lang/check/checked.ts";
import type { Expr, FunctionDecl, LetStatement, Statement } from "../../lang/syntax/ast.ts";
import { parse } from "../../lang/syntax/parse.ts";
import { LineIndex } from "../../lang/syntax/span.ts";
import { typeToString } from "../../lang/types/print.ts";

/** One entry of each kind, enough for what the checker distinguishes. */
export const SMALL_HOST: readonly HostModule[] = [
  {
    module: "",
    doc: "Always there.",
    entries: [
      { name: "print", type: "(...values: Any) -> Nil", doc: "Writes.", effect: "effect" },
      { name: "len", type: "(value: sized) -> Int", doc: "Length." },
      { name: "str", type: "(value: Any) -> String", doc: "Text." },
      { name: "sum", type: "(xs: [num]) -> num", doc: "Sum." },
      { name: "sort", type: "(xs: [ord]) -> [ord]", doc: "Sorts." },
      { name: "map", type: "(xs: [a], f: (a) -> b) -> [b]", doc: "Maps.", effect: "callback" },
      {
        name: "reduce",
        type: "(xs: [a], init: b, f: (b, a) -> b) -> b",
        doc: "Folds.",
        effect: "callback",
      },
      { name: "keys", type: "(m: Map<a>) -> [String]", doc: "Keys." },
      { name: "range", type: "(start: Int, end: Int? = nil) -> [Int]", doc: "Range." },
      {
        name: "retry",
        type: "(times: Int, backoff: Duration = 0ms, block: () -> a) -> a",
        doc: "Repeats.",
        effect: "async",
      },
    ],
  },
  {
    module: "map",
    doc: "Maps.",
    entries: [
      { name: "get", type: "(m: Map<a>, key: String) -> a?", doc: "Value or nil." },
      { name: "set", type: "(m: Map<a>, key: String, value: a) -> Map<a>", doc: "With a value." },
    ],
  },
  {
    module: "list",
    doc: "Lists.",
    entries: [{ name: "first", type: "(xs: [a]) -> a?", doc: "First or nil." }],
  },
  {
    module: "json",
    doc: "JSON.",
    entries: [{ name: "parse", type: "(text: String) -> Any", doc: "Reads." }],
  },
  {
    module: "http",
    doc: "HTTP.",
    entries: [{
      name: "get",
      type: "(url: String) -> {status: Int, body: String}",
      doc: "Fetches.",
      effect: "async",
    }],
  },
];

/** A checked text, with short ways to ask about it. */
export interface CheckedText {
  readonly checked: CheckedFile;
  readonly statements: readonly Statement[];
  /** `code line:column message` of each finding. */
  readonly findings: readonly string[];
  /** Type of a top-level function or `let`, in notation. */
  typeOfName(name: string): string;
  /** Type of the last expression, after conversion. */
  readonly value: string;
  /** The declaration of a top-level function. */
  functionNamed(name: string): FunctionDecl;
}

/** Parses and checks `text`. */
export function checkText(text: string): CheckedText {
  const { module, diagnostics } = parse(text, "test.zixir");
  const checked = checkModule(module, {
    file: "test.zixir",
    hosts: SMALL_HOST,
    found: diagnostics,
  });
  const lines = new LineIndex(text);
  const { statements } = module;
  const functionNamed = (name: string): FunctionDecl => {
    const found = statements.find((each) => each.kind === "function" && each.name.name === name);
    if (found === undefined) throw new Error(`no function ${name}`);
    return found as FunctionDecl;
  };
  return {
    checked,
    statements,
    findings: checked.diagnostics.map((finding) => {
      const { line, column } = lines.position(finding.span.start);
      return `${finding.code} ${line}:${column} ${finding.message}`;
    }),
    typeOfName(name) {
      const binding = statements.find((each): each is LetStatement =>
        each.kind === "let" && each.pattern.kind === "bind" && each.pattern.name === name
      );
      const symbol = binding === undefined
        ? checked.functionSymbol(functionNamed(name))
        : checked.bindingOf(binding.pattern);
      return typeToString(symbol.scheme.type);
    },
    get value() {
      const last = statements[statements.length - 1] as Expr;
      return typeToString(checked.conversionOf(last) ?? checked.typeOf(last));
    },
    functionNamed,
  };
}
