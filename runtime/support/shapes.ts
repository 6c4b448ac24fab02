/**
 * Types as data, and what fits them: the checks behind `value as T`, type patterns and the use of
 * Any where a type is expected.
 *
 * @module
 */
import {
  box,
  type Constructor,
  Duration,
  inspect,
  isFloat,
  isInt,
  isList,
  isNumber,
  isRecord,
  type List,
  list,
  makeList,
  originOf,
  Range,
  record,
  Size,
  type Slot,
  Time,
  toDouble,
  Tuple,
  typeName,
  Variant,
  variantFields,
  ZixirError,
} from "../values/mod.ts";

/** A type as compiled code describes it. */
export type Shape =
  | {
    readonly kind:
      | "Any"
      | "Int"
      | "Float"
      | "Num"
      | "Bool"
      | "String"
      | "Nil"
      | "Range"
      | "Duration"
      | "Size"
      | "Bytes"
      | "Time"
      | "Never";
  }
  | { readonly kind: "List"; readonly of: Shape }
  | { readonly kind: "Map"; readonly of: Shape }
  | { readonly kind: "Option"; readonly of: Shape }
  | { readonly kind: "tuple"; readonly items: readonly Shape[] }
  | { readonly kind: "record"; readonly fields: readonly (readonly [string, Shape])[] }
  | {
    readonly kind: "function";
    readonly params: readonly Shape[];
    readonly returns: Shape;
  }
  | {
    readonly kind: "variant";
    readonly id: string;
    readonly name: string;
    /** The fields' shapes of each constructor by tag; a function because types may be recursive. */
    readonly cases: () => readonly (readonly Shape[])[];
    /** The constructors by tag. */
    readonly makers: () => readonly Constructor[];
  };

/** How many misfits a message lists. */
const LISTED = 10;

/** A place in a value that does not fit. */
interface Misfit {
  readonly path: string;
  readonly expected: string;
  readonly got: string;
}

/** A value that does not fit, inside {@linkcode fit}. */
const MISFIT = Symbol("misfit");

/**
 * `value as T`: the value, with Ints made Floats where the type says Float, and absent optional
 * fields made nil.
 *
 * @throws {ZixirError} kind `type`, listing every path that does not fit
 */
export function decode(value: Slot, shape: Shape): Slot {
  const misfits: Misfit[] = [];
  let fitted = new Fitting(misfits).fit(value, shape, "");
  if (misfits.length === 0) return fitted as Slot;
  const again = rereadFor(value, shape);
  if (again !== null) {
    misfits.length = 0;
    fitted = new Fitting(misfits).fit(again, shape, "");
    if (misfits.length === 0) return fitted as Slot;
  }
  const lines = misfits.slice(0, LISTED).map(misfitText);
  const more = misfits.length > LISTED ? `; and ${misfits.length - LISTED} more` : "";
  throw new ZixirError("type", lines.join("; ") + more, {
    data: misfits.map((m) => ({ path: m.path, expected: m.expected, got: m.got })),
  });
}

/**
 * A value of type Any where `shape` is expected.
 *
 * @param text the expression as written
 * @throws {ZixirError} kind `type`, naming the expression, the expected and the found type
 */
export function check(value: Slot, shape: Shape, text: string): Slot {
  const misfits: Misfit[] = [];
  const fitted = new Fitting(misfits).fit(value, shape, "");
  if (misfits.length === 0) return fitted as Slot;
  const [first] = misfits;
  const at = first.path === "" ? "" : ` at ${first.path}`;
  throw new ZixirError(
    "type",
    `${text} must be ${shapeText(shape)}, but${at} it is ${first.got}` +
      (at === "" ? "" : ` where ${first.expected} is expected`),
  );
}

/** A value whose static type is known to fit after conversion (Int to Float inside containers). */
export function convert(value: Slot, shape: Shape): Slot {
  return decode(value, shape);
}

/** Whether a value is of a type, without any conversion. */
export function fits(value: Slot, shape: Shape): boolean {
  const misfits: Misfit[] = [];
  new Fitting(misfits, true).fit(value, shape, "");
  return misfits.length === 0;
}

/** A shape in Zixir's notation. */
export function shapeText(shape: Shape): string {
  switch (shape.kind) {
    case "List":
      return `[${shapeText(shape.of)}]`;
    case "Map":
      return `Map<${shapeText(shape.of)}>`;
    case "Option":
      return `${shapeText(shape.of)}?`;
    case "tuple":
      return `(${shape.items.map(shapeText).join(", ")})`;
    case "record":
      return `{${shape.fields.map(([name, field]) => `${name}: ${shapeText(field)}`).join(", ")}}`;
    case "function":
      return `(${shape.params.map(shapeText).join(", ")}) -> ${shapeText(shape.returns)}`;
    case "variant":
      return shape.name;
    default:
      return shape.kind;
  }
}

/** Rows whose cells were guessed to be numbers, read again with texts where the shape has them. */
function rereadFor(value: Slot, shape: Shape): List | null {
  const reread = isList(value) ? originOf(value) : undefined;
  if (reread === undefined || shape.kind !== "List" || shape.of.kind !== "record") return null;
  const texts = new Map<string, boolean>();
  for (const [name, field] of shape.of.fields) {
    if (field.kind === "String") texts.set(name, false);
    if (field.kind === "Option" && field.of.kind === "String") texts.set(name, true);
  }
  return texts.size === 0 ? null : reread(texts);
}

function misfitText({ path, expected, got }: Misfit): string {
  return `${path === "" ? "" : `${path}: `}expected ${expected}, got ${got}`;
}

/** One walk over a value. */
class Fitting {
  readonly #misfits: Misfit[];
  readonly #exact: boolean;

  constructor(misfits: Misfit[], exact = false) {
    this.#misfits = misfits;
    this.#exact = exact;
  }

  fit(v: Slot | undefined, shape: Shape, path: string): Slot | typeof MISFIT {
    switch (shape.kind) {
      case "Any":
      case "Never":
        return v as Slot;
      case "Int":
        return v !== undefined && isInt(v) ? v : this.#misfit(v, shape, path);
      case "Float":
        if (v !== undefined && isFloat(v)) return v;
        if (v !== undefined && isInt(v) && !this.#exact) return box(toDouble(v));
        return this.#misfit(v, shape, path);
      case "Num":
        return v !== undefined && isNumber(v) ? v : this.#misfit(v, shape, path);
      case "Bool":
        return typeof v === "boolean" ? v : this.#misfit(v, shape, path);
      case "String":
        return typeof v === "string" ? v : this.#misfit(v, shape, path);
      case "Nil":
        return v === null ? v : this.#misfit(v, shape, path);
      case "Range":
        return v instanceof Range ? v : this.#misfit(v, shape, path);
      case "Duration":
        return v instanceof Duration ? v : this.#misfit(v, shape, path);
      case "Size":
        return v instanceof Size ? v : this.#misfit(v, shape, path);
      case "Bytes":
        return v instanceof Uint8Array ? v : this.#misfit(v, shape, path);
      case "Time":
        return v instanceof Time ? v : this.#misfit(v, shape, path);
      case "Option":
        return v === null || v === undefined ? null : this.fit(v, shape.of, path);
      case "List":
        return this.#list(v, shape, path);
      case "Map":
        return this.#map(v, shape, path);
      case "tuple":
        return this.#tuple(v, shape, path);
      case "record":
        return this.#record(v, shape, path);
      case "function":
        return this.#function(v, shape, path);
      case "variant":
        return this.#variant(v, shape, path);
    }
  }

  #list(v: Slot | undefined, shape: Shape & { kind: "List" }, path: string): Slot | typeof MISFIT {
    if (v instanceof Range && !this.#exact) return this.#list([...v], shape, path);
    if (!isList(v)) return this.#misfit(v, shape, path);
    const element = shape.of;
    if (element.kind === "Any") return v;
    if (v instanceof Float64Array) {
      if (element.kind === "Float" || element.kind === "Num" || v.length === 0) return v;
    }
    const slots = list.slots(v);
    let copy: Slot[] | null = null;
    for (let i = 0; i < slots.length; i++) {
      const fitted = this.fit(slots[i], element, `${path}[${i}]`);
      if (fitted !== slots[i] && fitted !== MISFIT) {
        copy ??= slots.slice();
        copy[i] = fitted as Slot;
      }
    }
    return copy === null ? v : makeList(copy) as List;
  }

  #map(v: Slot | undefined, shape: Shape & { kind: "Map" }, path: string): Slot | typeof MISFIT {
    if (!isRecord(v)) return this.#misfit(v, shape, path);
    const fields = record.keys(v).map((name) => [name, shape.of] as const);
    return this.#fields(v, fields, path);
  }

  #record(
    v: Slot | undefined,
    shape: Shape & { kind: "record" },
    path: string,
  ): Slot | typeof MISFIT {
    if (!isRecord(v)) return this.#misfit(v, shape, path);
    return this.#fields(v, shape.fields, path);
  }

  #fields(
    v: record.RecordSlot,
    fields: readonly (readonly [string, Shape])[],
    path: string,
  ): Slot {
    let copy: record.RecordSlot | null = null;
    for (const [name, shape] of fields) {
      const value = record.get(v, name);
      if (value === undefined && this.#exact) {
        this.#misfit(value, shape, fieldPath(path, name));
        continue;
      }
      const fitted = this.fit(value, shape, fieldPath(path, name));
      if (fitted !== value && fitted !== MISFIT) {
        copy = record.set(copy ?? v, name, fitted as Slot);
      }
    }
    return copy ?? v;
  }

  #tuple(
    v: Slot | undefined,
    shape: Shape & { kind: "tuple" },
    path: string,
  ): Slot | typeof MISFIT {
    // JSON and Python have lists where a tuple is meant.
    if (isList(v) && v.length === shape.items.length && !this.#exact) {
      return this.#tuple(new Tuple(list.slots(v)), shape, path);
    }
    if (!(v instanceof Tuple) || v.items.length !== shape.items.length) {
      return this.#misfit(v, shape, path);
    }
    const fitted = v.items.map((item, i) => this.fit(item, shape.items[i], `${path}.${i}`));
    if (fitted.every((item, i) => item === v.items[i] || item === MISFIT)) return v;
    return new Tuple(fitted as Slot[]);
  }

  #function(
    v: Slot | undefined,
    shape: Shape & { kind: "function" },
    path: string,
  ): Slot | typeof MISFIT {
    if (typeof v !== "function") return this.#misfit(v, shape, path);
    if (this.#exact || shape.returns.kind === "Any") return v;
    const inner = v as (...args: Slot[]) => Slot | Promise<Slot>;
    // What it returns can only be checked when it returns.
    return (...args: Slot[]) => {
      const result = inner(...args);
      if (result instanceof Promise) return result.then((slot) => decode(slot, shape.returns));
      return decode(result, shape.returns);
    };
  }

  #variant(
    v: Slot | undefined,
    shape: Shape & { kind: "variant" },
    path: string,
  ): Slot | typeof MISFIT {
    if (isRecord(v) && !this.#exact) return this.#tagged(v, shape, path);
    if (!(v instanceof Variant) || v.$c.typeId !== shape.id) return this.#misfit(v, shape, path);
    const shapes = shape.cases()[v.$c.tag] ?? [];
    const fields = variantFields(v);
    const fitted = fields.map((field, i) => this.fit(field, shapes[i], fieldPath(path, `${i}`)));
    if (fitted.every((field, i) => field === fields[i] || field === MISFIT)) return v;
    const Class = v.constructor as Constructor["Class"];
    return new Class(...fitted as Slot[]);
  }

  /** `{$type: "Circle", r: 2.0}`, as `json.stringify` writes a value of a user type. */
  #tagged(
    v: record.RecordSlot,
    shape: Shape & { kind: "variant" },
    path: string,
  ): Slot | typeof MISFIT {
    const tag = record.get(v, "$type");
    const maker = shape.makers().find((each) => each.info.name === tag);
    if (maker === undefined) return this.#misfit(v, shape, path);
    const shapes = shape.cases()[maker.info.tag] ?? [];
    const fields = maker.info.fields.map((name, i) => {
      const key = name ?? String(i);
      return this.fit(record.get(v, key), shapes[i], fieldPath(path, key));
    });
    return fields.includes(MISFIT) ? MISFIT : maker.build(fields as Slot[]);
  }

  #misfit(v: Slot | undefined, shape: Shape, path: string): typeof MISFIT {
    this.#misfits.push({ path, expected: shapeText(shape), got: gotText(v) });
    return MISFIT;
  }
}

function fieldPath(path: string, name: string): string {
  const plain = /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) || /^\d+$/.test(name);
  if (!plain) return `${path}[${JSON.stringify(name)}]`;
  return path === "" ? name : `${path}.${name}`;
}

function gotText(v: Slot | undefined): string {
  if (v === undefined) return "nothing";
  if (v === null) return "nil";
  const text = inspect(v);
  return `${typeName(v)} ${text.length > 40 ? `${text.slice(0, 37)}...` : text}`;
}
