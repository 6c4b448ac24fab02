/**
 * Values of user types: one class per constructor, with a fixed shape.
 *
 * @module
 */

import type { Slot } from "./slot.ts";

/** What is known of a constructor of a user type. */
export interface ConstructorInfo {
  /** Name of the type, such as `Shape`. */
  readonly type: string;
  /** Name of the constructor, such as `Circle`. */
  readonly name: string;
  /** Place of the constructor in its type, from 0. */
  readonly tag: number;
  /** Field names in order; `null` for a field without a name. */
  readonly fields: readonly (string | null)[];
  /**
   * What tells two types of one name apart, in stores too: the type's module and name. Values of
   * equal `typeId` and constructor name are of one constructor, even when compiled twice.
   */
  readonly typeId: string;
}

/** A value of a user type; its fields are the properties `$0`, `$1`, ... in slot form. */
export abstract class Variant {
  /** The constructor; held by the prototype, so it costs nothing per value. */
  declare readonly $c: ConstructorInfo;
  /**
   * The constructor's tag, the first property of every value. A `match` reads it where values of many
   * constructors meet, and there V8 finds an own property twice as fast as one of the prototype.
   */
  declare readonly $t: number;
  /** The fields by property name. */
  readonly [field: `$${number}`]: Slot;
}

/** A constructor ready for use by compiled code and by decoders. */
export interface Constructor {
  /** What is known of it. */
  readonly info: ConstructorInfo;
  /** The generated class; `new Class(slot, ...)` is the fast way to build a value. */
  readonly Class: new (...fields: Slot[]) => Variant;
  /** The only value of a constructor without fields, else `null`. */
  readonly value: Variant | null;
  /** The value with these fields, in order; the one value when there are none. */
  build(fields: readonly Slot[]): Variant;
}

/**
 * Makes the class of a constructor. Its fields are assigned one by one in generated code, so that
 * V8 gives all its values one hidden class and compiled code reads `$0` at a fixed offset.
 *
 * @param type name of the type
 * @param name name of the constructor
 * @param tag place of the constructor in its type, from 0
 * @param fields field names in order, `null` for one without a name
 * @param typeId what tells the type apart across modules; the name by default
 *
 * @example
 * ```ts
 * import { makeConstructor, variantFields } from "./variant.ts";
 * const circle = makeConstructor("Shape", "Circle", 0, ["r"]);
 * const value = new circle.Class(2.5);
 * if (value.$0 !== 2.5 || value.$c.name !== "Circle") throw new Error("variant");
 * if (variantFields(value).length !== 1) throw new Error("fields");
 * ```
 */
export function makeConstructor(
  type: string,
  name: string,
  tag: number,
  fields: readonly (string | null)[],
  typeId: string = type,
): Constructor {
  const info: ConstructorInfo = { type, name, tag, fields, typeId };
  const parameters = fields.map((_, i) => `$${i}`);
  const assignments = parameters.map((p) => `this.${p} = ${p};`).join(" ");
  const Class = new Function(
    `return class { constructor(${parameters.join(", ")}) { this.$t = ${tag}; ${assignments} } }`,
  )() as new (...fields: Slot[]) => Variant;
  Object.defineProperty(Class, "name", { value: name });
  // Not `extends`: a base constructor builds values faster, and instanceof works the same.
  Object.setPrototypeOf(Class.prototype, Variant.prototype);
  Object.defineProperty(Class.prototype, "$c", { value: info });
  const value = fields.length === 0 ? new Class() : null;
  return { info, Class, value, build: (slots) => value ?? new Class(...slots) };
}

/**
 * The fields of a value in order.
 *
 * @param value a value of a user type
 */
export function variantFields(value: Variant): Slot[] {
  const count = value.$c.fields.length;
  const fields: Slot[] = new Array(count);
  for (let i = 0; i < count; i++) fields[i] = value[`$${i}`];
  return fields;
}

/** Whether two values were made by one constructor, even when their program was compiled twice. */
export function sameConstructor(a: Variant, b: Variant): boolean {
  const x = a.$c;
  const y = b.$c;
  return x === y || (x.name === y.name && x.typeId === y.typeId);
}
