/**
 * What the checker inferred, as a program would write it.
 *
 * @module
 */
import type { CheckedModule } from "../../lang/mod.ts";
import type { FunctionDecl, Pattern, Statement } from "../../lang/syntax/ast.ts";
import { typeToString } from "../../lang/types/print.ts";
import { resolve, type Type, type VarType } from "../../lang/types/type.ts";

/**
 * The signatures of the functions and bindings at the top level of a file, in its order.
 *
 * @param checked the file
 * @returns lines such as `fn add(x: Int, y: Int) -> Int` and `let total: Float`
 */
export function signaturesOf(checked: CheckedModule): string[] {
  return checked.module.statements.flatMap((statement) => signatureOf(checked, statement));
}

function signatureOf(checked: CheckedModule, statement: Statement): string[] {
  switch (statement.kind) {
    case "function":
      return [signatureText(statement, checked.functionSymbol(statement).scheme.type)];
    case "let":
      return bindingText(checked, "let", statement.pattern);
    case "var": {
      const { scheme } = checked.bindingOf(statement.name);
      return [`var ${statement.name.name}: ${typeToString(scheme.type)}`];
    }
    default:
      return [];
  }
}

/**
 * The head of a function as a program would write it, with all types.
 *
 * @param decl its declaration
 * @param inferred its type
 * @returns a line such as `fn add(x: Int, y: Int) -> Int`
 */
export function signatureText(decl: FunctionDecl, inferred: Type): string {
  const head = `${decl.pub ? "pub " : ""}${decl.role} ${decl.name.name}`;
  const type = resolve(inferred);
  if (type.kind !== "function") return `${head}: ${typeToString(type)}`;
  const names = new Map<VarType, string>();
  const params = decl.params.map(({ pattern, defaultValue }, i) => {
    const name = pattern.kind === "bind" ? pattern.name : "_";
    const shown = typeToString(type.params[i], names);
    return `${name}: ${shown}${defaultValue === null ? "" : " = ..."}`;
  });
  return `${head}(${params.join(", ")}) -> ${typeToString(type.returns, names)}`;
}

function bindingText(checked: CheckedModule, keyword: string, pattern: Pattern): string[] {
  if (pattern.kind !== "bind") {
    return [`${keyword} _: ${typeToString(checked.typeOfPattern(pattern))}`];
  }
  const { scheme } = checked.bindingOf(pattern);
  return [`${keyword} ${pattern.name}: ${typeToString(scheme.type)}`];
}
