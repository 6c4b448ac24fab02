/**
 * Types as data in generated code, for checks and conversions made while the program runs.
 *
 * @module
 */
import { type ConType, resolve, type Type } from "../types/type.ts";
import type { Unit } from "./unit.ts";

/** How deep descriptions of user types nest. */
const DEPTH_MAX = 30;

/**
 * The name of a constant that describes `type` (`runtime/support/shapes.ts` says how to read it).
 * Types not known before the run are described as Any, which everything fits.
 */
export function descriptor(unit: Unit, type: Type): string {
  const t = resolve(type);
  switch (t.kind) {
    case "var":
      return described(unit, `{ kind: "Any" }`);
    case "con":
      return named(unit, t);
    case "tuple": {
      const items = t.items.map((item) => descriptor(unit, item));
      return described(unit, `{ kind: "tuple", items: [${items.join(", ")}] }`);
    }
    case "function":
      return described(
        unit,
        `{ kind: "function", params: [${
          t.params.map((p) => descriptor(unit, p)).join(", ")
        }], returns: ${descriptor(unit, t.returns)} }`,
      );
    case "record": {
      const fields = [...t.fields].map(([name, field]) =>
        `[${JSON.stringify(name)}, ${descriptor(unit, field)}]`
      );
      return described(unit, `{ kind: "record", fields: [${fields.join(", ")}] }`);
    }
  }
}

function named(unit: Unit, t: ConType): string {
  const cases = unit.checked.constructorsOf(t);
  if (cases === null) {
    const kind = JSON.stringify(t.id);
    if (t.args.length === 0) return described(unit, `{ kind: ${kind} }`);
    return described(unit, `{ kind: ${kind}, of: ${descriptor(unit, t.args[0])} }`);
  }
  // A type whose constructors hold ever larger instances of it has no finite description.
  if (unit.typeDepth > DEPTH_MAX) return described(unit, `{ kind: "Any" }`);
  return unit.typeConstant(typeKey(t), () => {
    const shapes = cases.map((c) => `[${c.fields.map((f) => descriptor(unit, f)).join(", ")}]`);
    const makers = unit.constructorNames(t);
    return `{ kind: "variant", id: ${JSON.stringify(t.id)}, name: ${JSON.stringify(t.name)}, ` +
      `cases: () => [${shapes.join(", ")}], makers: () => [${makers.join(", ")}] }`;
  });
}

/** Text that is the same for equal types, so that each is described once, recursive ones too. */
export function typeKey(type: Type): string {
  const t = resolve(type);
  switch (t.kind) {
    case "var":
      return "_";
    case "con":
      return t.args.length === 0 ? t.id : `${t.id}<${t.args.map(typeKey).join(",")}>`;
    case "tuple":
      return `(${t.items.map(typeKey).join(",")})`;
    case "function":
      return `(${t.params.map(typeKey).join(",")})->${typeKey(t.returns)}`;
    case "record":
      return `{${[...t.fields].map(([name, field]) => `${name}:${typeKey(field)}`).join(",")}}`;
  }
}

function described(unit: Unit, code: string): string {
  return unit.link(code, "type");
}
