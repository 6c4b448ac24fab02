/**
 * Every conformance program that gives a value gives one of the type the checker inferred for it.
 */
import { assert } from "@std/assert";
import { analyse, compile } from "../lang/mod.ts";
import { typeToString } from "../lang/types/print.ts";
import { settled } from "../lang/types/settled.ts";
import { resolve, type Type } from "../lang/types/type.ts";
import { Intent } from "../runtime/intent.ts";
import { Program } from "../runtime/program.ts";
import { memoryHost } from "../runtime/std/mod.ts";
import {
  Duration,
  inspect,
  isFloat,
  isInt,
  isList,
  isNumber,
  isRecord,
  list,
  Range,
  record,
  Size,
  type Slot,
  Time,
  Tuple,
  Variant,
} from "../runtime/values/mod.ts";
import { makeWorld } from "../runtime/world.ts";
import { readCases } from "./conformance/cases.ts";

/** Built-in types without parts, and what their values are. */
const simple: Readonly<Record<string, (value: Slot) => boolean>> = {
  Any: () => true,
  Int: (value) => isInt(value),
  Float: (value) => isFloat(value),
  Num: (value) => isNumber(value),
  Bool: (value) => typeof value === "boolean",
  String: (value) => typeof value === "string",
  Nil: (value) => value === null,
  Never: () => false,
  Range: (value) => value instanceof Range,
  Duration: (value) => value instanceof Duration,
  Size: (value) => value instanceof Size,
  Time: (value) => value instanceof Time,
  Bytes: (value) => value instanceof Uint8Array,
};

/** Whether a value is one of a settled type, in its canonical representation. */
function isOf(value: Slot, type: Type): boolean {
  const wanted = resolve(type);
  switch (wanted.kind) {
    case "var":
      return true;
    case "function":
      return typeof value === "function";
    case "tuple":
      return value instanceof Tuple && value.items.length === wanted.items.length &&
        value.items.every((item, i) => isOf(item, wanted.items[i]));
    case "record":
      return isRecord(value) &&
        [...wanted.fields].every(([name, field]) => isOf(record.get(value, name) ?? null, field));
    case "con":
      break;
  }
  const [part] = wanted.args;
  switch (wanted.id) {
    case "Option":
      return value === null || isOf(value, part);
    case "List": {
      if (!isList(value)) return false;
      const isFlat = value instanceof Float64Array;
      if (typeToString(part) === "Float" && value.length > 0 && !isFlat) return false;
      return list.slots(value).every((item) => isOf(item, part));
    }
    case "Map":
      return isRecord(value) &&
        record.keys(value).every((key) => isOf(record.get(value, key) ?? null, part));
    default:
      return simple[wanted.id]?.(value) ?? value instanceof Variant;
  }
}

const folder = new URL("./conformance/", import.meta.url);

Deno.test("values of conformance programs are of their inferred types", async () => {
  const intent = new Intent();
  const world = makeWorld({ host: memoryHost(), intent });
  let count = 0;
  try {
    for (const entry of Deno.readDirSync(folder)) {
      if (!entry.name.endsWith(".cases")) continue;
      for (const each of readCases(Deno.readTextFileSync(new URL(entry.name, folder)))) {
        if (each.files.size > 0) continue;
        const compiled = compile(analyse(each.program, { file: "main.zixir", host: world.tables }));
        if (compiled === null) continue;
        const program = new Program(compiled, world);
        const ended = await program.run().then(
          (result) => ({ value: result.value }),
          () => null,
        );
        if (ended === null) continue;
        count++;
        const type = settled(compiled.type);
        const isFit = isOf(ended.value, type);
        assert(
          isFit,
          `${entry.name}: ${each.name}: ${typeToString(type)} is not the type of ${
            inspect(ended.value)
          }`,
        );
      }
    }
  } finally {
    await intent.close();
  }
  // Programs that all fail would prove nothing.
  assert(count > 400, `only ${count} programs gave a value`);
});
