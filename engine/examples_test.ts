import { assertEquals, assertMatch } from "@std/assert";
import { engineCall, engineTable } from "./mod.ts";

/** The value of an example written with literals only: `engine.name(args)`. */
function evaluate(source: string): unknown {
  const equal = source.match(/^(engine\..+) == (engine\..+)$/);
  if (equal !== null) {
    assertEquals(evaluate(equal[1]), evaluate(equal[2]));
    return true;
  }
  const [, name, list] = source.match(/^engine\.(\w+)\((.*)\)$/)!;
  // Literals of Zixir are literals of JavaScript; only a named argument is not.
  const positional = list.replace(/, skip: (\d+)$/, ', ",", $1');
  return engineCall(name)(...new Function(`return [${positional}]`)());
}

/** Literal notation, with the kinds that the declared type tells. */
function show(value: unknown, type: string): string {
  if (type === "Float") return float(value as number);
  if (type === "[Float]") return `[${Array.from(value as Float64Array, float).join(", ")}]`;
  if (type === "[Int]") return `[${(value as number[]).join(", ")}]`;
  if (!type.startsWith("{")) return String(value);
  const fields = [...type.matchAll(/(\w+): (\[?\w+\]?)/g)].map(([, name, fieldType]) =>
    `${name}: ${show((value as Record<string, unknown>)[name], fieldType)}`
  );
  return `{${fields.join(", ")}}`;
}

function float(x: number): string {
  if (!Number.isFinite(x)) return Number.isNaN(x) ? "nan" : x < 0 ? "-inf" : "inf";
  return Number.isInteger(x) ? `${x}.0` : String(x);
}

for (const { name, type, doc, example } of engineTable) {
  Deno.test(`the example of ${name} has the value it shows`, () => {
    const result = type.slice(type.indexOf(") -> ") + 5);
    const value = evaluate(example.source);
    assertEquals(value === true ? "true" : show(value, result), example.result);
    assertMatch(doc, /^[A-Z].*\.$/);
  });
}
