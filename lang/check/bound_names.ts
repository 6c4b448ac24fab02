/**
 * The names that patterns bind.
 *
 * @module
 */
import type { Pattern } from "../syntax/ast.ts";

/** The names a pattern binds, with the node that binds each. */
export function boundNames(pattern: Pattern): Map<string, object> {
  const names = new Map<string, object>();
  const visit = (part: Pattern): void => {
    switch (part.kind) {
      case "bind":
        names.set(part.name, part);
        break;
      case "listPattern":
        part.before.forEach(visit);
        if (part.rest?.name) names.set(part.rest.name.name, part.rest);
        part.after.forEach(visit);
        break;
      case "tuplePattern":
        part.items.forEach(visit);
        break;
      case "recordPattern":
        for (const field of part.fields) visit(field.pattern);
        break;
      case "constructorPattern":
        for (const arg of part.args ?? []) visit(arg.pattern);
        break;
      case "orPattern":
        if (part.options.length > 0) visit(part.options[0]);
        break;
      case "asPattern":
        visit(part.pattern);
        names.set(part.name.name, part);
        break;
      case "typePattern":
        visit(part.pattern);
        break;
      default:
        break;
    }
  };
  visit(pattern);
  return names;
}
